//! A server that plays a script, well behaved.

use std::sync::Arc;

use serde_json::Value;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::script::{DATE, Script, Sent};

/// One node of an installation.
pub struct Fake {
    server: MockServer,
    pub script: Arc<Script>,
}

struct Player(Arc<Script>);

impl Respond for Player {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let sent = Sent {
            method: request.method.to_string(),
            path: request.url.path().to_owned(),
            query: request.url.query_pairs().into_owned().collect(),
            head: format!("{:?}", request.headers),
            body: serde_json::from_slice(&request.body).unwrap_or(Value::Null),
            raw: String::from_utf8_lossy(&request.body).into_owned(),
        };
        let (status, body) = self.0.answer(sent);
        ResponseTemplate::new(status).insert_header("Date", DATE).set_body_json(body)
    }
}

impl Fake {
    pub async fn start() -> Self {
        let script = Arc::new(Script::default());
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(Player(script.clone())).mount(&server).await;
        Self { server, script }
    }

    pub fn url(&self) -> String {
        self.server.uri()
    }
}
