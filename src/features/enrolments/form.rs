//! What the form TK1-TS asks of the person, and what of it is missing. The fields are a list: a new form is a changed list.
use crate::base::{Text, scheme::Scheme};

/// What is known of a person, as far as the form asks for it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known {
    /// A name.
    pub name: bool,
    /// A birth year at least: the office itself has people whose day and month nobody knows.
    pub birth: bool,
    /// Man or woman.
    pub sex: bool,
    /// The citizen's number.
    pub citizen_id: bool,
    /// The social insurance number of ten digits.
    pub insurance_number: bool,
    /// Where the household lives.
    pub address: bool,
    /// What the person is to the head of the household.
    pub relation: bool,
}

/// One field of the form.
#[derive(Debug)]
pub struct Field {
    /// Where it is entered, as a pointer.
    pub pointer: &'static str,
    /// What it is called.
    pub name: Text,
    /// For which schemes it is asked.
    asked: fn(Scheme) -> bool,
    /// Whether it is there.
    is_there: fn(&Known) -> bool,
}

fn always(_: Scheme) -> bool {
    true
}

/// The fields, in the order of the form. Since 1/8/2025 the citizen's number stands for the insurance number
/// (CV 1804/BHXH-QLT); somebody who has only the old one is still taken.
pub const FIELDS: &[Field] = &[
    Field {
        pointer: "/person/full_name",
        name: Text { vi: "Thiếu họ và tên", en: "The name is missing" },
        asked: always,
        is_there: |known| known.name,
    },
    Field {
        pointer: "/person/sex",
        name: Text { vi: "Thiếu giới tính", en: "The sex is missing" },
        asked: always,
        is_there: |known| known.sex,
    },
    Field {
        pointer: "/person/birth",
        name: Text { vi: "Thiếu ngày sinh", en: "The birth date is missing" },
        asked: always,
        is_there: |known| known.birth,
    },
    Field {
        pointer: "/person/citizen_id",
        name: Text {
            vi: "Thiếu số định danh (CCCD) hoặc mã số BHXH",
            en: "The citizen's or insurance number is missing",
        },
        asked: always,
        is_there: |known| known.citizen_id || known.insurance_number,
    },
    Field {
        pointer: "/household/address",
        name: Text { vi: "Thiếu địa chỉ của hộ", en: "The address of the household is missing" },
        asked: always,
        is_there: |known| known.address,
    },
    Field {
        pointer: "/person/relation",
        name: Text {
            vi: "Thiếu quan hệ với chủ hộ", en: "The relation to the head of the household is missing"
        },
        asked: |scheme| matches!(scheme, Scheme::BhytHgd),
        is_there: |known| known.relation,
    },
];

/// The fields that are missing for a scheme.
pub fn missing(scheme: Scheme, known: &Known) -> Vec<&'static Field> {
    FIELDS.iter().filter(|field| (field.asked)(scheme) && !(field.is_there)(known)).collect()
}
