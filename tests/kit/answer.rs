//! What the server answered, and short ways to look at it.

use expect_test::Expect;
use reqwest::{StatusCode, header::HeaderMap};
use serde_json::Value;

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        Self { status, headers, text: response.text().await.unwrap() }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {} {}", self.status, self.text))
    }

    /// The body of a success.
    ///
    /// # Panics
    /// With the whole answer, when it is an error.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// `201`, or `403 topic_locked`, or `422 title: required`.
    pub fn summary(&self) -> String {
        let status = self.status.as_u16();
        if self.status.is_success() || self.text.is_empty() {
            return status.to_string();
        }
        let body = self.json();
        let errors: Vec<String> = body["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|e| format!("{}: {}", e["field"].as_str().unwrap_or("?"), e["code"].as_str().unwrap_or("?")))
            .collect();
        match errors.is_empty() {
            true => format!("{status} {}", body["code"].as_str().unwrap_or("?")),
            false => format!("{status} {}", errors.join(", ")),
        }
    }
}

/// Compares the summary of an answer.
#[track_caller]
pub fn check(answer: &Answer, expected: Expect) {
    expected.assert_eq(&answer.summary());
}
