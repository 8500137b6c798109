//! One operation, one text.
use proptest::prelude::*;
use serde_json::{Value, json};
use tungnha::features::sync::canonical::canonical;

#[test]
fn what_means_the_same_is_written_the_same() {
    for (raw, text) in [
        (r#" { "b" : 1 , "a" : [ true , null ] } "#, r#"{"a":[true,null],"b":1}"#),
        ("1.0", "1"),
        ("1e2", "100"),
        ("-0.0", "0"),
        ("0.1", "0.1"),
        ("1.50", "1.5"),
        ("1e21", "1e+21"),
        ("1e20", "100000000000000000000"),
        ("0.000001", "0.000001"),
        ("0.0000001", "1e-7"),
        ("-1.5e300", "-1.5e+300"),
        ("9007199254740993", "9007199254740993"),
        ("18446744073709551615", "18446744073709551615"),
        ("-9223372036854775808", "-9223372036854775808"),
        (r#""\u0041\/\u00e9\u001f\n\"\\""#, "\"A/é\\u001f\\n\\\"\\\\\""),
        (r#""\u0008\u000c\u007f""#, "\"\\b\\f\u{7f}\""),
        ("[]", "[]"),
        ("{}", "{}"),
    ] {
        assert_eq!(canonical(&serde_json::from_str::<Value>(raw).unwrap()), text, "{raw}");
    }
}

#[test]
fn members_are_sorted_by_utf16_units_as_rfc_8785_says() {
    // By code points the emoji would come last; its first UTF-16 unit is smaller than U+FB33.
    let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
    let text = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}";
    assert_eq!(canonical(&value), text);
}

#[test]
fn different_texts_stay_different() {
    for (one, other) in [(json!("1"), json!(1)), (json!(null), json!("null")), (json!({"a": null}), json!({}))] {
        assert_ne!(canonical(&one), canonical(&other));
    }
    assert_ne!(canonical(&json!("e\u{301}")), canonical(&json!("\u{e9}")));
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,6}|[\\x00-\\x1f]{1,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("\\PC{0,4}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn it_reads_back_as_the_same_value(value in any_value()) {
        let text = canonical(&value);
        let back: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&back, &value);
        prop_assert_eq!(canonical(&back), text);
    }

    #[test]
    fn every_fraction_reads_back_to_the_last_digit(float in any::<f64>().prop_filter("finite", |f| f.is_finite())) {
        let text = canonical(&json!(float));
        prop_assert_eq!(text.parse::<f64>().unwrap(), float);
    }
}
