#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use serde_json::json;
use zeroize::Zeroizing;

use super::{Call, Nodes};
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;

/// What a request shows of itself goes into logs and reports: neither the proof of the login nor a body.
#[test]
fn a_request_shows_neither_proof_nor_body() {
    let settings = json!({ "nodes": ["https://otp.example.fr"], "realm": "academie" });
    let settings = serde_json::from_value(settings).unwrap();
    let nodes = Nodes::new(&settings, Arc::new(Moment::default)).unwrap();
    let proof = Secret::new("canary-proof".to_owned());
    let form = Zeroizing::new(b"canary-seed".to_vec());
    for call in [
        Call::get("token/", vec![("serial", "A".to_owned())]),
        Call::post("auth", json!({ "password": "canary-password" })),
        Call::upload("token/load/x", "multipart/form-data".to_owned(), form),
    ] {
        let request = nodes.request(&nodes.nodes[0], &call, Some(&proof)).unwrap();
        let shown = format!("{request:?}").to_lowercase();
        assert!(shown.contains("pi-authorization") && !shown.contains("canary"), "{shown}");
        let request = request.build().unwrap();
        let header = request.headers().get("PI-Authorization").unwrap();
        assert!(header.is_sensitive() && header.as_bytes() == b"canary-proof");
        assert!(!format!("{request:?}").contains("canary"), "{request:?}");
    }
}
