//! Operations of the OpenAPI document as things one can send.

use kit::{Answer, Person, Value};
use reqwest::Method;

/// Fills a path parameter: path of the operation and the parameter's name.
pub type Fill<'a> = &'a dyn Fn(&str, &str) -> String;

pub struct Operation {
    pub method: String,
    /// With braces: `/api/v1/topics/{id}`.
    pub path: String,
}

pub fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(staffroom::http::document()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            operations.push(Operation { method: method.to_uppercase(), path: path.clone() });
        }
    }
    assert!(operations.len() > 60, "the document lists only {} operations", operations.len());
    operations
}

impl Operation {
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub fn has_id(&self) -> bool {
        self.path.contains('{')
    }

    pub async fn send(&self, person: &Person, fill: Fill<'_>, body: Value) -> Answer {
        let mut path = self.path.trim_start_matches("/api/v1").to_owned();
        while let Some((before, rest)) = path.split_once('{') {
            let (name, after) = rest.split_once('}').unwrap();
            path = format!("{before}{}{after}", fill(&self.path, name));
        }
        let mut request = person.request(Method::from_bytes(self.method.as_bytes()).unwrap(), &path);
        if self.method != "GET" {
            request = request.header("idempotency-key", uuid::Uuid::now_v7().to_string()).json(&body);
        }
        person.send(request).await
    }
}
