//! A person at a browser: signs in and sends requests.

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Answer, Socket};

/// The password of everybody in a prepared town.
pub const PASSWORD: &str = "берёза-и-мел-7";

/// An HTTP client that talks to loopback only.
pub fn client() -> Client {
    // A second call answers an error and changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().build().unwrap()
}

/// Someone with a device. Cloning keeps the device.
#[derive(Clone)]
pub struct Person {
    pub url: String,
    pub client: Client,
    /// Empty: nobody is signed in.
    pub token: String,
    pub id: String,
    /// The refresh cookie of this device, `name=value`.
    pub cookie: Option<String>,
}

impl Person {
    /// Somebody at the door.
    pub fn stranger(url: &str) -> Self {
        Self { url: url.to_owned(), client: client(), token: String::new(), id: String::new(), cookie: None }
    }

    /// Signs in with the town's password.
    pub async fn sign_in(url: &str, login: &str) -> Self {
        let mut person = Self::stranger(url);
        let answer = person.post("/auth/login", json!({"login": login, "password": PASSWORD})).await;
        person.take_session(&answer);
        person
    }

    /// Keeps what an answer with a session brought.
    #[track_caller]
    pub fn take_session(&mut self, answer: &Answer) {
        let body = answer.ok();
        self.token = body["access_token"].as_str().unwrap().to_owned();
        self.id = body["me"]["id"].as_str().unwrap().to_owned();
        self.cookie = answer
            .headers
            .get("set-cookie")
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.split(';').next())
            .map(str::to_owned);
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.client.request(method, format!("{}/api/v1{path}", self.url));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        request
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::of(request.send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, path).json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub async fn delete_with(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::DELETE, path).json(&body)).await
    }

    /// POST with a fresh idempotency key.
    pub async fn post_once(&self, path: &str, body: Value) -> Answer {
        self.post_keyed(path, body, Uuid::now_v7()).await
    }

    pub async fn post_keyed(&self, path: &str, body: Value, key: Uuid) -> Answer {
        self.send(self.request(Method::POST, path).header("idempotency-key", key.to_string()).json(&body)).await
    }

    /// Opens a topic and answers it.
    #[track_caller]
    pub fn opens(&self, space: &str, title: &str) -> impl Future<Output = Value> {
        let body = json!({"space_id": space, "kind": "discussion", "title": title, "body": format!("{title}: начало")});
        let person = self.clone();
        async move { person.post_once("/topics", body).await.ok() }
    }

    /// Replies and answers whatever came back.
    pub async fn replies(&self, topic: &str, text: &str) -> Answer {
        self.post_once(&format!("/topics/{topic}/posts"), json!({"body": text})).await
    }

    /// A live socket after `hello`.
    pub async fn connects(&self) -> Socket {
        Socket::open(&self.url, &self.token).await
    }

    /// A live socket that watches `stream` from now on.
    pub async fn watches(&self, stream: &str) -> Socket {
        let mut socket = self.connects().await;
        socket.subscribe(&[stream], None).await;
        socket
    }
}
