"""What the gateway keeps: a share in basis points, and the tax on that."""

TAX_BASIS_POINTS = 1800


def fee_of(amount: int, basis_points: int) -> tuple[int, int]:
    """The fee for so many paise, which includes the tax, and that tax; both rounded half up."""
    fee = _share(amount, basis_points)
    tax = _share(fee, TAX_BASIS_POINTS)
    return fee + tax, tax


def _share(amount: int, basis_points: int) -> int:
    return (amount * basis_points + 5000) // 10000
