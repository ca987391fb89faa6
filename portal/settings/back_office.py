"""The look of the back office."""

UNFOLD = {
    "SITE_TITLE": "政务公开工作台",
    "SITE_HEADER": "政务公开工作台",
    "SITE_URL": "/",
    "BORDER_RADIUS": "6px",
    "COLORS": {
        # Shades around the portal's main colour #0b4f8a.
        "primary": {
            "50": "#eef5fb",
            "100": "#d8e8f5",
            "200": "#b3d1ea",
            "300": "#82b3da",
            "400": "#4a8dc2",
            "500": "#1f6fab",
            "600": "#0b4f8a",
            "700": "#0a4475",
            "800": "#0a385f",
            "900": "#0a2e4d",
            "950": "#071d32",
        },
    },
    "SIDEBAR": {"show_search": False, "show_all_applications": False},
}
