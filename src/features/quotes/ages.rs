//! Which ages speak against a question: too young for the scheme, or not of a group that is claimed.
use std::borrow::Cow;

use super::{problems, question::Age};
use crate::base::{Result, text::Code};

/// Voluntary social insurance is for those of fifteen and more (Luật 41/2024/QH15, Điều 2.4).
const VOLUNTARY_FROM: i32 = 15;

/// Groups that nobody belongs to outside these full years. A child's card holds until the school year in which it turns six
/// begins; the social pension is paid from 75, or 70 to the poor, and the Government may bring that down (Điều 21).
const GROUPS: &[(&str, i32, i32)] = &[("under_six", 0, 6), ("social_pension", 60, 130)];

/// Refuses a child.
///
/// # Errors
/// `too-young`.
pub fn refuse_children(age: Option<Age>) -> Result<()> {
    match age {
        Some(age) if age.0 < VOLUNTARY_FROM => {
            Err(problems::TOO_YOUNG.field("/age", "too-young", problems::TOO_YOUNG.title).into())
        }
        _ => Ok(()),
    }
}

/// Refuses an age, where one is said, that does not go with a group claimed.
///
/// # Errors
/// `age-not-of-group`.
pub fn refuse(pointer: &str, age: Option<Age>, claimed: &[Code]) -> Result<()> {
    let Some(age) = age else { return Ok(()) };
    let wrong = |(group, from, to): &&(&str, i32, i32)| {
        claimed.iter().any(|claim| **claim == **group) && !(*from..=*to).contains(&age.0)
    };
    match GROUPS.iter().find(wrong) {
        None => Ok(()),
        Some(_) => {
            let said = &problems::AGE_NOT_OF_GROUP;
            Err(said.field(Cow::Owned(pointer.to_owned()), "not-of-group", said.title).into())
        }
    }
}
