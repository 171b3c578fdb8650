//! The server without the desk: to make what a desk never sends, and to see what it cannot ask for.

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use crate::office::{Office, rt};

impl Office {
    fn raw(&self, agent: &str, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/REST/2.0/{path}", rt()["url"].as_str().unwrap());
        let password = rt()["passwords"][agent].as_str().unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        client
            .request(method, url)
            .basic_auth(agent, Some(password))
            .header("Content-Type", "application/json")
    }

    /// Status and body of an answer; none if there is no answer.
    pub fn send(&self, agent: &str, method: Method, path: &str, body: &Value) -> Option<(u16, Vec<u8>)> {
        let request = self.raw(agent, method, path).body(body.to_string());
        self.wait(async {
            let response = request.send().await.ok()?;
            let status = response.status().as_u16();
            Some((status, response.bytes().await.ok()?.to_vec()))
        })
    }

    /// What the server tells of something.
    pub fn read(&self, path: &str) -> Value {
        let request = self.raw("agent", Method::GET, path);
        let body = self.wait(async { request.send().await.unwrap().bytes().await.unwrap() });
        serde_json::from_slice(&body).unwrap()
    }
}
