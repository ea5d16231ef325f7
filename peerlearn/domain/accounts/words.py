"""What to suggest while somebody types a skill, an interest, a field or a goal: known words, and what people wrote."""

import enum
from collections import Counter
from collections.abc import Iterable

from sqlmodel import Session, col, select

from peerlearn.domain.accounts.tables import User


class WordKind(enum.StrEnum):
    """The lists of a registration; each is a column of the account."""

    SKILLS = "skills"
    INTERESTS = "interests"
    DOMAINS = "domains"
    GOALS = "goals"


# A word that one person wrote may say who they are, or be meant for others to read; what several wrote is common.
FEWEST_PEOPLE = 3
NEWEST_ACCOUNTS = 2000

_FIELDS = (
    "AI",
    "Machine Learning",
    "Data Science",
    "Web Development",
    "Mobile Development",
    "Cloud Computing",
    "Cybersecurity",
    "DevOps",
    "Databases",
    "Game Development",
    "Robotics",
    "Electronics",
    "Mathematics",
    "Statistics",
    "Physics",
    "Chemistry",
    "Biology",
    "Economics",
    "Accounting",
    "Finance",
    "Marketing",
    "Management",
    "Design",
    "Languages",
    "Music",
    "Writing",
)
_SKILLS = (
    "Python",
    "JavaScript",
    "TypeScript",
    "Java",
    "C",
    "C++",
    "C#",
    "Go",
    "Rust",
    "Kotlin",
    "Swift",
    "PHP",
    "Ruby",
    "SQL",
    "HTML",
    "CSS",
    "React",
    "Angular",
    "Django",
    "Flask",
    "FastAPI",
    "Node.js",
    "Linux",
    "Git",
    "Docker",
    "Kubernetes",
    "AWS",
    "PyTorch",
    "TensorFlow",
    "Pandas",
    "NumPy",
    "Deep Learning",
    "Data Analysis",
    "Data Structures",
    "Algorithms",
    "Algebra",
    "Calculus",
    "Geometry",
    "Trigonometry",
    "Excel",
    "Figma",
    "Photoshop",
    "Public Speaking",
    "English",
    "Hindi",
    "Tamil",
    "Telugu",
    "Kannada",
    "French",
    "German",
    "Spanish",
    "Guitar",
    "Piano",
)
_INTERESTS = ("Coding", "Programming", "App Development", "Photography", "Drawing", "Chess", "Yoga")
_GOALS = (
    "AI Engineer",
    "Machine Learning Engineer",
    "Data Scientist",
    "Data Analyst",
    "Software Engineer",
    "Web Developer",
    "Full-Stack Developer",
    "Mobile Developer",
    "Cloud Engineer",
    "DevOps Engineer",
    "Security Analyst",
    "Game Developer",
    "Product Manager",
    "UX Designer",
    "Graphic Designer",
    "Business Analyst",
    "Chartered Accountant",
    "Teacher",
    "Researcher",
    "Doctor",
    "Civil Servant",
    "Entrepreneur",
    "Pass an Exam",
    "Change Career",
    "Get a First Job",
)
KNOWN_WORDS: dict[WordKind, tuple[str, ...]] = {
    WordKind.SKILLS: _SKILLS + _FIELDS,
    WordKind.INTERESTS: _INTERESTS + _FIELDS + _SKILLS,
    WordKind.DOMAINS: _FIELDS,
    WordKind.GOALS: _GOALS,
}


def every_word(kind: WordKind, in_use: Iterable[str] = ()) -> list[str]:
    """The words that we know, then what people wrote (`words_in_use`); each once, in our spelling."""
    words = {word.casefold(): word for word in reversed((*KNOWN_WORDS[kind], *in_use))}
    return list(reversed(words.values()))


def words_in_use(db: Session, kind: WordKind) -> tuple[str, ...]:
    """What several people have in this list, the commonest first."""
    newest = select(getattr(User, kind)).order_by(col(User.id).desc()).limit(NEWEST_ACCOUNTS)
    people: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for words in db.exec(newest):
        people.update({word.casefold() for word in words})
        spelling = {word.casefold(): word for word in words} | spelling
    return tuple(spelling[word] for word, count in people.most_common() if count >= FEWEST_PEOPLE)
