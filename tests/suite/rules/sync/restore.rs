//! What a restored backup makes a phone do: every combination of epochs and revisions.
use proptest::prelude::*;
use tungnha::features::sync::restore::{
    EpochStart, FeedMark, FeedState, Keeping, Standing, keeping, known_base, standing,
};

fn mark(feed_epoch: &str, rev: i64) -> FeedMark {
    FeedMark { feed_epoch: feed_epoch.to_owned(), rev }
}

fn server() -> FeedState {
    FeedState { feed_epoch: "now".to_owned(), head: 100, durable_rev: 60 }
}

#[test]
fn a_phone_that_saw_more_than_the_server_has_is_told_so() {
    for (have, expected) in [
        (None, Standing::Continues),
        (Some(mark("now", 0)), Standing::Continues),
        (Some(mark("now", 100)), Standing::Continues),
        (Some(mark("now", 101)), Standing::ServerRolledBack),
        (Some(mark("before", 5)), Standing::ServerRolledBack),
    ] {
        assert_eq!(standing(&server(), have.as_ref()), expected, "{have:?}");
    }
}

#[test]
fn an_operation_is_kept_until_a_backup_of_this_epoch_holds_it() {
    for (acked, expected) in [
        (None, Keeping::Push),
        (Some(mark("now", 60)), Keeping::Forget),
        (Some(mark("now", 61)), Keeping::Hold),
        (Some(mark("now", 100)), Keeping::Hold),
        (Some(mark("now", 101)), Keeping::Push),
        (Some(mark("before", 1)), Keeping::Push),
    ] {
        assert_eq!(keeping(&server(), acked.as_ref()), expected, "{acked:?}");
    }
}

#[test]
fn a_base_is_worth_what_every_later_restore_left_of_it() {
    let start = |feed_epoch: &str, began_at| EpochStart { feed_epoch: feed_epoch.to_owned(), began_at };
    let epochs = [start("e0", 0), start("e1", 50), start("e2", 30)];
    for (base, worth) in [
        (mark("e2", 90), 90),
        (mark("e1", 90), 30),
        (mark("e1", 20), 20),
        (mark("e0", 90), 30),
        (mark("e0", 10), 10),
        (mark("never heard of", 90), 0),
    ] {
        assert_eq!(known_base(&base, &epochs), worth, "{base:?}");
    }
}

proptest! {
    #[test]
    fn what_is_forgotten_is_in_the_newest_verified_backup(head in 0_i64..50, durable in 0_i64..50, rev in 0_i64..60, same in any::<bool>()) {
        let server = FeedState { feed_epoch: "now".to_owned(), head, durable_rev: durable.min(head) };
        let acked = mark(if same { "now" } else { "before" }, rev);
        let forgets = keeping(&server, Some(&acked)) == Keeping::Forget;
        prop_assert_eq!(forgets, same && rev <= server.durable_rev);
    }
}
