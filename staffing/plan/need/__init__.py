"""From a requirement to the heads, prices and periods that shifts are built for."""
