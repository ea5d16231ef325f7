"""What stands round a page's content: bars, menus, and what they show of the person and the product."""
