//! Birth dates: as precise as they are known, and real.
use tungnha::base::birth::BirthDate;

fn read(text: &str) -> Option<String> {
    BirthDate::parse(text, 2026).map(|date| date.to_string())
}

#[test]
fn a_birth_date_is_a_day_a_month_or_a_year() {
    for (text, date) in [
        ("20/03/1985", "1985-03-20"),
        ("20/3/1985", "1985-03-20"),
        ("20-3-1985", "1985-03-20"),
        ("20.03.1985", "1985-03-20"),
        (" 20/03/1985\u{a0}", "1985-03-20"),
        ("03/1985", "1985-03"),
        ("3/1985", "1985-03"),
        ("1985", "1985"),
        ("1985-03-20", "1985-03-20"),
        ("1985-03", "1985-03"),
        ("29/02/2000", "2000-02-29"),
        ("01/01/1900", "1900-01-01"),
        ("2026", "2026"),
    ] {
        assert_eq!(read(text).as_deref(), Some(date), "{text:?}");
    }
}

#[test]
fn what_no_calendar_has_is_no_birth_date() {
    for text in [
        "",
        "31/02/1985",
        "29/02/1900",
        "29/02/2001",
        "00/03/1985",
        "20/13/1985",
        "20/00/1985",
        "1899",
        "2027",
        "85",
        "20/3/85",
        "20/3/1985/1",
        "1985-03-20T00:00",
        "không rõ",
        "+1985",
        "-1985",
        "031985",
        "20/ba/1985",
    ] {
        assert_eq!(read(text), None, "{text:?}");
    }
    assert_eq!(BirthDate::of(1985, None, Some(3), 2026), None, "a day of no month");
}

#[test]
fn unknown_parts_stay_unknown() {
    let year = BirthDate::parse("1948", 2026).expect("a year");
    assert_eq!((year.year(), year.month(), year.day(), year.vi().as_str()), (1948, None, None, "1948"));
    let day = BirthDate::parse("5/9/1948", 2026).expect("a day");
    assert_eq!(day.vi(), "05/09/1948");
    assert_eq!(serde_json::to_string(&day).expect("json"), "\"1948-09-05\"");
    assert_eq!(serde_json::from_str::<BirthDate>("\"1948-09\"").expect("json").vi(), "09/1948");
    let refusal = serde_json::from_str::<BirthDate>("\"5/9/1948\"").expect_err("not the wire's form");
    assert!(refusal.to_string().starts_with("expected a birth date"), "{refusal}");
}
