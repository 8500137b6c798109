//! The estimators: vectors from public data, the same figures by other programs, and campaigns that were made up with a
//! known effect.
mod cohorts;
mod command;
mod command_refusals;
mod costs;
mod further;
mod grades;
mod handbook;
mod matched;
mod published;
mod strata;
mod truth;
mod vectors;

/// Fails unless two numbers lie within so much of each other.
#[track_caller]
fn near(got: f64, wanted: f64, within: f64) {
    assert!((got - wanted).abs() <= within, "{got} is not {wanted}");
}
