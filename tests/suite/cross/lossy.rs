//! A network that cuts half of the answers and doubles a fifth of the requests: what was entered stands once, with
//! everything that follows from it once.
//!
//! `TUNGNHA_LOSSY_OPS` says how many operations.
use diesel::{dsl::count_star, prelude::*};
use serde_json::json;
use tungnha::db::schema::{feed, follow_ups, sync_ops, visits};

use super::sold::{Shop, check_sold};
use crate::support::{
    World,
    phone::{Phone, household, visit},
    random::Random,
};

const PHONES: usize = 5;
/// Every so many visits one leaves a promise.
const PROMISES: usize = 10;
/// One sale for so many visits of a phone.
const SALES: usize = 100;

#[expect(clippy::disallowed_methods, reason = "how much is sent is said from outside")]
fn operations() -> usize {
    std::env::var("TUNGNHA_LOSSY_OPS").ok().and_then(|text| text.parse().ok()).unwrap_or(100_000)
}

/// Pushes what waits over a bad network.
async fn push_badly(phone: &mut Phone, random: &mut Random) {
    let body = phone.body(&phone.next());
    let doubled = random.below(5) == 0;
    let mut answer = phone.client().post("/sync/push", body.clone()).await.expect(200);
    if doubled {
        answer = phone.client().post("/sync/push", body).await.expect(200);
    }
    if random.below(2) == 0 {
        phone.hear(&answer);
    }
}

#[actix_web::test]
async fn a_network_that_cuts_and_doubles_changes_nothing() {
    let w = World::new().await;
    let area = w.here("31825").to_string();
    let (mut random, mut promised) = (Random::new(20_261_126), 0);
    let each = operations() / PHONES;
    for _ in 0..PHONES {
        let mut phone = Phone::new(w.sign_in("lan").await, w.clock.now());
        let door = phone.create("household", household(&area, "Hộ Mẫu"));
        for n in 1..each {
            let outcome = if n % PROMISES == 0 { "appointment" } else { "not_home" };
            promised += i64::from(outcome == "appointment");
            phone.create("visit", visit(&door, outcome, json!({})));
        }
        while phone.waiting() > 0 {
            push_badly(&mut phone, &mut random).await;
        }
    }
    // Mai sells over the same network, with ops that hang on one another.
    let shop = Shop::of(&w, &area).await;
    let (mut seller, mut sell) = (Phone::new(w.sign_in("mai").await, w.clock.now()), shop.sales(0));
    let sales = (each / SALES).max(20);
    for _ in 0..sales {
        sell(&mut seller);
        if seller.waiting() > 100 {
            push_badly(&mut seller, &mut random).await;
        }
    }
    while seller.waiting() > 0 {
        push_badly(&mut seller, &mut random).await;
    }
    check_sold(&w.db, &seller.ledger);
    let (ops, doors, promises, numbers): (i64, i64, i64, i64) = w
        .api
        .db
        .read_now(|conn| {
            Ok((
                sync_ops::table.filter(sync_ops::status.eq("accepted")).select(count_star()).first(conn)?,
                visits::table.select(count_star()).first(conn)?,
                follow_ups::table.select(count_star()).first(conn)?,
                feed::table.filter(feed::entity.eq("visit")).select(count_star()).first(conn)?,
            ))
        })
        .expect("counts");
    let sent = i64::try_from(each * PHONES).expect("a count");
    let phones = i64::try_from(PHONES).expect("a count");
    let sold = i64::try_from(seller.ledger.len()).expect("a count");
    assert_eq!((ops, doors, promises, numbers), (sent + sold, sent - phones, promised, sent - phones));
}
