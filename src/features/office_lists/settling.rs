//! What may be said of a row to settle it: one list for all three kinds of lists.
use super::{finding::Finding, model::ListKind};
use crate::base::text_enum::text_enum;

text_enum! {
    /// What became of a row.
    pub enum Settlement {
        /// It waits to be applied.
        Ordered = "ordered",
        /// What it says was entered.
        Applied = "applied",
        /// What it says was entered of the sign-up that somebody named.
        Enrolment = "enrolment",
        /// Nothing is to be done.
        Ignored = "ignored",
        /// The office's end holds.
        TakeTheirs = "take_theirs",
        /// Our end holds.
        KeepOurs = "keep_ours",
        /// It is going to be handed in again.
        HandInAgain = "hand_in_again",
        /// It is given up.
        WrittenOff = "written_off",
        /// The office left it out by mistake.
        OfficeError = "office_error",
        /// Ours is wrong and is going to be mended.
        OursWrong = "ours_wrong",
        /// The office's is wrong, and it was told.
        OfficeWrong = "office_wrong",
        /// Both are right, for a reason.
        Explained = "explained",
        /// It is going to be recorded here.
        RecordLater = "record_later",
        /// Another organisation looks after it.
        OtherOrganisation = "other_organisation",
    }
}

use Finding::{
    Differing, Differs, MissingHere, MissingThere, NotHandedIn, Ready, Several, Twice, Unknown, UnknownPerson,
    UnknownRenewal, Unreadable,
};
use ListKind::{Answers, Expiries, Participants};
use Settlement::*;

/// What may be said of which finding. What is not here is refused.
pub const ALLOWED: &[(ListKind, Finding, Settlement)] = &[
    (Answers, Unreadable, Ignored),
    (Answers, Unknown, Ignored),
    (Answers, Unknown, Enrolment),
    (Answers, Several, Ignored),
    (Answers, Several, Enrolment),
    (Answers, Ready, Ignored),
    (Answers, NotHandedIn, Ignored),
    (Expiries, Unreadable, Ignored),
    (Expiries, Several, Ignored),
    (Expiries, UnknownPerson, Ignored),
    (Expiries, UnknownRenewal, Ignored),
    (Expiries, Differs, TakeTheirs),
    (Expiries, Differs, KeepOurs),
    (Participants, Unreadable, Ignored),
    (Participants, Several, Ignored),
    (Participants, Twice, Ignored),
    (Participants, Twice, OfficeWrong),
    (Participants, MissingHere, RecordLater),
    (Participants, MissingHere, OtherOrganisation),
    (Participants, MissingHere, Ignored),
    (Participants, MissingThere, HandInAgain),
    (Participants, MissingThere, WrittenOff),
    (Participants, MissingThere, OfficeError),
    (Participants, Differing, OursWrong),
    (Participants, Differing, OfficeWrong),
    (Participants, Differing, Explained),
];

/// Whether this may be said of it.
pub fn may_settle(kind: ListKind, finding: Finding, settlement: Settlement) -> bool {
    ALLOWED.contains(&(kind, finding, settlement))
}

/// What applying a list enters by itself.
pub const APPLIED: [Finding; 2] = [Finding::Ready, Finding::UnknownRenewal];

/// Both sides say the same: nothing is left to settle.
pub const ALIKE: [Finding; 3] = [Finding::Already, Finding::Same, Finding::Matched];

/// What changed something here: a list of which this was said cannot be taken back.
pub const ENTERED: [Settlement; 3] = [Applied, Enrolment, TakeTheirs];
