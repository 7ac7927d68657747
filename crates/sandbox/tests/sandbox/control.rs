//! The control port, the description, what is remembered.

use serde_json::{Value, json};

use crate::client::{get, post, sandbox};

#[tokio::test]
async fn describes_its_systems_in_both_languages() {
    let sandbox = sandbox().await;
    let ids: std::collections::BTreeSet<&str> = sandbox.systems().iter().map(|system| system.id).collect();
    assert!(!ids.is_empty() && ids.len() == sandbox.systems().len(), "{ids:?}");
    let described = sandbox.describe();
    assert_eq!(get(sandbox.control() + "/describe").await.json(), described);
    for system in described["systems"].as_array().unwrap() {
        assert_eq!(system["address"], sandbox.address(system["id"].as_str().unwrap()));
        for account in system["accounts"].as_array().unwrap() {
            for words in [&account["name"], &account["happens"]] {
                assert!(words["zh"].as_str().unwrap().bytes().any(|byte| byte > 127), "{words}");
                assert!(words["en"].as_str().unwrap().is_ascii(), "{words}");
            }
            let endpoint = account["address"].as_str().unwrap();
            assert!(!sandbox.address(endpoint).is_empty(), "{endpoint}");
        }
    }
}

#[tokio::test]
async fn remembers_names_but_no_values() {
    let sandbox = sandbox().await;
    let url = sandbox.address("enos-iam") + "/enos-iam-service/v2.0/login?trace=value-never-kept";
    let body = json!({"authType": 0, "principal": "li.wen", "credentials": "value-never-kept"});
    post(url, &[("x-secret", "value-never-kept")], &body).await;
    let requests = get(sandbox.control() + "/requests").await;
    assert!(!requests.text.contains("value-never-kept"));
    let seen = &requests.json()[0];
    assert_eq!(seen["members"], json!(["authType", "credentials", "principal"]));
    assert_eq!(seen["query"], json!(["trace"]));
    assert!(seen["headers"].as_array().unwrap().contains(&json!("x-secret")));
    let counts = get(sandbox.control() + "/counts?system=enos-iam").await.json();
    assert_eq!(counts["paths"]["/enos-iam-service/v2.0/login"], 1);
    assert_eq!(counts["attempts"]["li.wen"], 1);
}

#[tokio::test]
async fn steers_faults_clock_latency_and_locks() {
    let sandbox = sandbox().await;
    let control = |path: &str, body: Value| {
        let url = sandbox.control() + path;
        async move { post(url, &[], &body).await }
    };
    let probe = || async { get(sandbox.address("hzero") + "/oauth/login/init-params").await.status };
    let set = control("/fault", json!({"fault": "http-500", "system": "hzero", "times": 1})).await;
    assert_eq!(set.json()["fault"], "http-500");
    assert_eq!((probe().await, probe().await), (500, 200));
    control("/fault", json!({"fault": "too-many-requests"})).await;
    assert_eq!(probe().await, 429);
    control("/fault", json!({"fault": null})).await;
    assert_eq!(probe().await, 200);
    assert_eq!(control("/fault", json!({"fault": "nonsense"})).await.status, 400);
    assert_eq!(control("/fault", json!({"fault": "drip", "system": "nonsense"})).await.status, 400);
    assert_eq!(control("/clock", json!({"advance_seconds": 3600})).await.json()["offset_seconds"], 3600);
    assert_eq!(control("/latency", json!({"ms": 1, "system": "hzero"})).await.json()["ms"], 1);
    assert_eq!(control("/unlock", json!({"system": "hzero", "account": "liu.yang"})).await.json()["unlocked"], false);
    assert_eq!(control("/hook/quanshi/minted", json!({})).await.json()["minted"], 0);
    assert_eq!(control("/hook/quanshi/nonsense", json!({})).await.status, 404);
    control("/reset", json!({})).await;
    assert_eq!(sandbox.clock().offset().as_secs(), 0);
    assert_eq!(sandbox.counts("hzero").requests, 0);
}
