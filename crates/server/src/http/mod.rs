//! The outer HTTP surface: features under `/api/v1`, the API's own page, the web application, what strangers, crawlers
//! and harvesters read, the trial mailbox.

mod assets;
mod layers;
mod metrics;
mod oai;
mod open;
mod pages;
mod verify;

use axum::{Router, body::Bytes, http::header, response::IntoResponse, routing::get};
use kernel::{Code, Error};
use platform::{
    App, Feature,
    http::{Problem, Result},
};
use tokio::sync::OnceCell;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

/// Where programs find the document.
const DOCUMENT: &str = "/api/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Учительская",
        description = "Network platform for teachers. Lists are `{items, next}` keyset pages; errors are \
                       `application/problem+json` with a stable `code`; times are UTC."
    ),
    // Named by the answers of platform, which is no part of any feature's own document.
    components(schemas(kernel::Code, kernel::FieldError)),
    modifiers(&Bearer),
    security(("bearer" = []))
)]
struct Document;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme =
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build());
        document.components.get_or_insert_default().add_security_scheme("bearer", scheme);
    }
}

fn api(features: Vec<Feature>) -> (Router<App>, utoipa::openapi::OpenApi) {
    let mut routes = OpenApiRouter::new();
    for feature in features {
        routes = routes.merge(feature.routes);
    }
    OpenApiRouter::with_openapi(Document::openapi()).nest("/api/v1", routes).split_for_parts()
}

/// The OpenAPI document of every feature.
pub fn document() -> utoipa::openapi::OpenApi {
    api(crate::features()).1
}

/// Everything this node answers.
///
/// # Errors
/// When the embedded web application is damaged.
pub fn router(app: &App, mut features: Vec<Feature>) -> anyhow::Result<Router> {
    let assets = assets::Assets::load()?;
    let open = open::routes(&features, &assets);
    let own = features.iter_mut().map(|f| std::mem::take(&mut f.pages)).fold(Router::new(), Router::merge);
    // The document is not kept: a tree of it takes more memory than everything else that waits for a first request.
    let api = api(features).0;
    let policy = assets.content_security_policy();
    let api = api
        .route("/api/{*rest}", axum::routing::any(missing))
        .method_not_allowed_fallback(wrong_method)
        .route(DOCUMENT, get(openapi))
        .merge(SwaggerUi::new("/api/docs").config(utoipa_swagger_ui::Config::new([DOCUMENT])));
    let pages = Router::new()
        .route("/dev/mail", get(pages::mailbox))
        .route("/docs/problems", get(pages::problems))
        .route("/health", get(pages::health))
        .route("/metrics", get(metrics::metrics))
        .route("/oai", get(oai::get).post(oai::post))
        .route("/verify", get(verify::ask))
        .route("/verify/{number}", get(verify::verify))
        .merge(own)
        .merge(open)
        .fallback_service(assets.into_service());
    Ok(layers::wrap(api.merge(pages), app, &policy).with_state(app.clone()))
}

/// The document as text, made when somebody asks for the first time.
async fn openapi() -> Result<impl IntoResponse> {
    static TEXT: OnceCell<Bytes> = OnceCell::const_new();
    let text = TEXT.get_or_try_init(|| async {
        let made = tokio::task::spawn_blocking(|| serde_json::to_vec(&document())).await;
        Ok::<_, Error>(Bytes::from(made.map_err(anyhow::Error::from)??))
    });
    Ok(([(header::CONTENT_TYPE, "application/json")], text.await?.clone()))
}

async fn missing() -> Problem {
    Problem(Error::Hidden)
}

async fn wrong_method() -> Problem {
    Problem(Error::Refused(Code::MethodNotAllowed))
}
