"""Leads people from the button of a form to the first field that is wrong."""

import reflex as rx


class FocusProblem(rx.Component):
    """Invisible; belongs inside a form whose fields say `aria-invalid`."""

    # No `BrowserPart`: those arrive after the page, and this one must see the first press of the button.
    library = rx.asset("focus_problem.jsx", shared=True).importable_path
    tag = "FocusProblem"
    lib_dependencies: list[str] = []

    problems: rx.Var[dict[str, str]]


def focus_problem(problems: rx.Var[dict[str, str]]) -> rx.Component:
    """Put it inside the form that shows these problems."""
    return FocusProblem.create(problems=problems)
