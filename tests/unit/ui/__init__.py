"""What people see, as far as it can be judged without a browser."""
