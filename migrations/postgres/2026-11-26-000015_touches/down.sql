DROP TABLE messages;
DROP TABLE event_attendees;
DROP TABLE touch_windows;
