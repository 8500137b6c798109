//! What a presented refresh token means: every combination of facts, and any story told with them.
use proptest::prelude::*;
use tungnha::features::sessions::rotation::{Facts, Verdict, verdict};

#[test]
fn every_combination_of_facts_has_its_verdict() {
    for family_lives in [false, true] {
        for has_child in [false, true] {
            for child_used in [false, true] {
                let expected = match (family_lives, has_child, child_used) {
                    (false, _, _) => Verdict::Refuse,
                    (true, false, _) => Verdict::Rotate,
                    (true, true, false) => Verdict::Repeat,
                    (true, true, true) => Verdict::Revoke,
                };
                assert_eq!(verdict(Facts { family_lives, has_child, child_used }), expected);
            }
        }
    }
}

/// A family as the database keeps it: token n has child n + 1 once it was presented.
#[derive(Debug, Default)]
struct Family {
    tokens: usize,
    ended: bool,
}

impl Family {
    fn present(&mut self, token: usize) -> (Verdict, Option<usize>) {
        let has_child = token + 1 < self.tokens;
        let facts = Facts { family_lives: !self.ended, has_child, child_used: token + 2 < self.tokens };
        let said = verdict(facts);
        match said {
            Verdict::Rotate => self.tokens += 1,
            Verdict::Revoke => self.ended = true,
            Verdict::Repeat | Verdict::Refuse => {}
        }
        (said, matches!(said, Verdict::Rotate | Verdict::Repeat).then_some(token + 1))
    }
}

proptest! {
    #[test]
    fn an_honest_phone_stays_signed_in_however_many_answers_are_lost(lost in proptest::collection::vec(0_usize..12, 1..30)) {
        let (mut family, mut held) = (Family { tokens: 1, ended: false }, 0);
        for times in lost {
            for _ in 0..times {
                prop_assert!(family.present(held).1.is_some());
            }
            held = family.present(held).1.expect("the phone gets its next token");
        }
        prop_assert!(!family.ended);
    }

    #[test]
    fn two_who_hold_one_family_are_found_out(steps in 1_usize..10) {
        // The thief copies a token; the owner goes on; whoever comes second with an old one ends the family.
        let (mut family, copied) = (Family { tokens: 1, ended: false }, 0);
        let mut owner = 0;
        for _ in 0..=steps {
            owner = family.present(owner).1.expect("the owner goes on");
        }
        prop_assert_eq!(family.present(copied), (Verdict::Revoke, None));
        prop_assert_eq!(family.present(owner), (Verdict::Refuse, None));
    }

    #[test]
    fn a_family_never_has_two_living_heads(presented in proptest::collection::vec(0_usize..6, 0..60)) {
        let mut family = Family { tokens: 1, ended: false };
        for token in presented {
            let before = family.tokens;
            if token < family.tokens {
                let (said, child) = family.present(token);
                prop_assert!(family.tokens <= before + 1);
                prop_assert!(said != Verdict::Rotate || token == before - 1);
                prop_assert!(child.is_none_or(|c| c + 1 >= before));
            }
        }
    }
}
