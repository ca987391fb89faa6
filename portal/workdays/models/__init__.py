from portal.workdays.models.holiday_notice import CalendarDay, HolidayNotice

__all__ = ["CalendarDay", "HolidayNotice"]
