"""/mentors/<handle>: one mentor, as everybody may see one."""
