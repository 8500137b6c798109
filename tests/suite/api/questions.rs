//! Questions of a dialogue: who owes the answer, and until when.
use serde_json::{Value, json};

use super::events::{Stage, id};

#[actix_web::test]
async fn questions_wait_for_the_body_that_owes_the_answer() {
    let s = Stage::new().await;
    let event = s.event(json!({ "event_type": "dialogue" })).await;
    let path = format!("/events/{}/questions", id(&event));
    let asked =
        json!({ "question": "Đóng một lần cho nhiều năm được không?", "owed_by_id": s.office, "due_on": "2026-12-10" });
    let question = s.hoa.post(&path, asked).await.expect(201);
    assert_eq!(
        (&question["answer"], &question["owed_by_id"], &question["answered_on"]),
        (&Value::Null, &json!(s.office), &Value::Null)
    );
    let at_once =
        s.hoa.post(&path, json!({ "question": "Bao nhiêu tuổi?", "answer": "Từ đủ 15 tuổi." })).await.expect(201);
    assert_eq!(at_once["answered_on"], "2026-11-20");
    let open = |query: String| {
        let client = s.hoa.clone();
        async move {
            let page = client.get(&format!("/questions{query}")).await.expect(200);
            page["items"].as_array().unwrap().iter().map(|q| id(q).to_owned()).collect::<Vec<_>>()
        }
    };
    assert_eq!(open(String::new()).await, [id(&question)]);
    assert_eq!(open(format!("?owed_by_id={}", s.office)).await, [id(&question)]);
    assert_eq!(open(format!("?owed_by_id={}", s.union)).await, Vec::<String>::new());
    let own = format!("/questions/{}", id(&question));
    let answer = json!({ "answer": "Được, tối đa 5 năm một lần." });
    s.w.sign_in("dao").await.patch(&own, "\"1\"", answer.clone()).await.expect_problem(404, "not-found");
    s.hoa
        .send("PATCH", &own, Some(("application/json", answer.to_string().into_bytes())))
        .await
        .expect_problem(428, "precondition-required");
    let moved = s.hoa.patch(&own, "\"1\"", json!({ "owed_by_id": s.union, "due_on": "2026-12-31" })).await.expect(200);
    assert_eq!((&moved["owed_by_id"], &moved["answer"]), (&json!(s.union), &Value::Null));
    s.hoa.patch(&own, "\"1\"", answer.clone()).await.expect_problem(412, "changed-meanwhile");
    let answered = s.hoa.patch(&own, "\"2\"", answer).await.expect(200);
    assert_eq!((&answered["answered_on"], &answered["owed_by_id"]), (&json!("2026-11-25"), &json!(s.union)));
    assert_eq!(open(String::new()).await, Vec::<String>::new());
    let both = [id(&question), id(&at_once)];
    assert_eq!(open("?state=answered".to_owned()).await, both);
    assert_eq!(open("?state=any&without_topic=true&from=2026-01-01".to_owned()).await, both);
    assert_eq!(open("?state=any&topic=Th%E1%BA%BB".to_owned()).await, Vec::<String>::new());
    assert_eq!(s.hoa.get(&path).await.expect(200).as_array().unwrap().len(), 2);
}
