//! `staffroom serve`.

use anyhow::Context;
use platform::Config;
use tokio::net::TcpListener;

use crate::demo;

pub async fn serve(config: Config, with_demo: bool) -> anyhow::Result<()> {
    let listen = config.http.listen;
    let url = config.http.public_url.clone();
    let listener = TcpListener::bind(listen).await.with_context(|| {
        format!("cannot listen on {listen}: is another copy running? Set http.listen to a free port")
    })?;
    if with_demo {
        demo::load_once(&config).await?;
    }
    let node = super::node(config).await?;
    forums::rendering::ask(&node.app).await?;
    node.start();
    if with_demo {
        println!("{}", demo::welcome(&url));
    } else if let Some(link) = accounts::setup_link(&node.app).await? {
        println!("Учительская: {url}\n\nПервый администратор входит по одноразовой ссылке:\n  {link}\n");
    } else {
        println!("Учительская: {url}");
    }
    node.serve(listener, stop_signal()).await
}

/// Ctrl-C or the service manager's TERM.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}
