"""Tools with no opinion about tutoring: money, time, transactions, jobs, mail, the bus."""
