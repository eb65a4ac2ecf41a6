//! Letters to people. Plain text, one link, and what to do when the letter came by mistake.

use kernel::{OrgId, PersonId, Result};
use platform::{
    Tx,
    mail::{self, Letter},
};
use sea_orm::entity::prelude::*;

use crate::{directory, entity::person};

/// An address of the web application.
pub fn link(tx: &Tx, path: &str, token: &str) -> String {
    url(&tx.app().config().http.public_url, path, token)
}

pub fn url(public_url: &str, path: &str, token: &str) -> String {
    format!("{}{path}{token}", public_url.trim_end_matches('/'))
}

async fn send(tx: &Tx, to: &str, subject: &str, body: &str) -> Result<()> {
    let home = tx.app().config().http.public_url.trim_end_matches('/').to_owned();
    let text = format!("{body}\n\n—\nУчительская — сеть для учителей\n{home}\n");
    mail::queue(tx, &Letter { to: to.to_owned(), subject: subject.to_owned(), text, enclosed: None }).await
}

/// Somebody registers with this address.
pub async fn registration(tx: &Tx, to: &str, given_name: &str, token: &str) -> Result<()> {
    let link = link(tx, "/confirm/", token);
    let body = format!(
        "Здравствуйте, {given_name}!\n\n\
         Кто-то, надеемся, что вы, регистрируется в Учительской с этим адресом. Чтобы подтвердить адрес и завершить \
         регистрацию, откройте ссылку:\n\n{link}\n\n\
         Ссылка действует двое суток. После этого школа или муниципалитет подтвердит, что вы у них работаете, \
         и откроются все разделы.\n\n\
         Если вы не регистрировались, ничего делать не нужно: без перехода по ссылке учётная запись не появится."
    );
    send(tx, to, "Подтвердите адрес в Учительской", &body).await
}

/// Somebody registers with an address that has an account.
pub async fn known_address(tx: &Tx, to: &str) -> Result<()> {
    let link = link(tx, "/reset", "");
    let body = format!(
        "Здравствуйте!\n\n\
         Кто-то пытался зарегистрироваться в Учительской с этим адресом, но у вас уже есть учётная запись. Войдите \
         со своим паролем. Если вы его забыли, задайте новый:\n\n{link}\n\n\
         Если это были не вы, ничего делать не нужно."
    );
    send(tx, to, "У вас уже есть учётная запись в Учительской", &body).await
}

/// A person names this address as theirs.
pub async fn prove_address(tx: &Tx, to: &str, given_name: &str, token: &str) -> Result<()> {
    let link = link(tx, "/confirm/", token);
    let body = format!(
        "Здравствуйте, {given_name}!\n\n\
         Этот адрес указан в вашей учётной записи в Учительской. Подтвердите его:\n\n{link}\n\n\
         Ссылка действует двое суток. После подтверждения по этому адресу можно будет войти и восстановить пароль.\n\n\
         Если вы не пользуетесь Учительской, просто удалите письмо: без подтверждения адрес ни к чему не привязан."
    );
    send(tx, to, "Подтвердите адрес электронной почты", &body).await
}

/// The address of the account was replaced: told to the old one.
pub async fn address_replaced(tx: &Tx, to: &str, new: &str) -> Result<()> {
    let body = format!(
        "Здравствуйте!\n\n\
         Адрес вашей учётной записи в Учительской изменён. Новый адрес: {}.\n\n\
         Если это сделали не вы, смените пароль в разделе «Безопасность» и обратитесь к администратору.",
        masked(new)
    );
    send(tx, to, "Адрес вашей учётной записи изменён", &body).await
}

/// Enough to recognise an address, not enough to write to it.
fn masked(email: &str) -> String {
    let (local, domain) = email.split_once('@').unwrap_or((email, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}…@{domain}")
}

/// The way to a new password.
pub async fn reset(tx: &Tx, to: &str, given_name: &str, token: &str) -> Result<()> {
    let link = link(tx, "/reset/", token);
    let body = format!(
        "Здравствуйте, {given_name}!\n\n\
         Вы попросили задать новый пароль в Учительской. Откройте ссылку и придумайте его:\n\n{link}\n\n\
         Ссылка действует один час и срабатывает один раз. После смены пароля придётся заново войти на всех устройствах.\n\n\
         Если вы ни о чём не просили, ничего делать не нужно: старый пароль продолжает работать."
    );
    send(tx, to, "Новый пароль в Учительской", &body).await
}

/// The password was changed: told to whoever has a proved address.
pub async fn password_changed(tx: &Tx, person: PersonId) -> Result<()> {
    let Some(to) = proved(tx, person).await? else { return Ok(()) };
    let body = "Здравствуйте!\n\n\
         Пароль вашей учётной записи в Учительской изменён, вход на остальных устройствах завершён.\n\n\
         Если это сделали не вы, сразу задайте новый пароль по ссылке «Забыли пароль?» на странице входа \
         и сообщите администратору.";
    send(tx, &to, "Пароль изменён", body).await
}

/// Whoever looks after the person made a link for them: told, so that nobody does it in secret.
pub async fn entry_given(tx: &Tx, person: PersonId) -> Result<()> {
    let Some(to) = proved(tx, person).await? else { return Ok(()) };
    let body = "Здравствуйте!\n\n\
         Для вас создана ссылка, по которой можно задать новый пароль в Учительской. Её передаст сотрудник, который \
         ведёт учётные записи вашей организации. Ссылка действует трое суток.\n\n\
         Если вы об этом не просили, обратитесь к администратору.";
    send(tx, &to, "Для вас создана ссылка для входа", body).await
}

/// The organisation confirmed the person.
pub async fn confirmed(tx: &Tx, person: PersonId, org: OrgId) -> Result<()> {
    let Some(to) = proved(tx, person).await? else { return Ok(()) };
    let name = directory::org_refs(tx.db(), &[org]).await?.remove(&org).map(|o| o.short_name).unwrap_or_default();
    let link = link(tx, "/", "");
    let body = format!(
        "Здравствуйте!\n\n\
         «{}» подтверждает, что вы у них работаете. Теперь в Учительской для вас открыты обсуждения вашей организации, \
         каталог коллег и всё, что вы напишете, увидят другие учителя:\n\n{link}",
        name.trim_matches(['«', '»'])
    );
    send(tx, &to, "Вас подтвердили в Учительской", &body).await
}

/// The organisation did not confirm the person.
pub async fn refused(tx: &Tx, person: PersonId, org: OrgId, reason: Option<&str>) -> Result<()> {
    let Some(to) = proved(tx, person).await? else { return Ok(()) };
    let name = directory::org_refs(tx.db(), &[org]).await?.remove(&org).map(|o| o.short_name).unwrap_or_default();
    let link = link(tx, "/", "");
    let why = reason.map(|reason| format!(" Причина: {reason}")).unwrap_or_default();
    let body = format!(
        "Здравствуйте!\n\n\
         «{}» не подтверждает вашу заявку.{why}\n\n\
         Если это ошибка, поговорите с теми, кто ведёт учётные записи вашей организации, и отправьте заявку ещё раз:\n\n{link}",
        name.trim_matches(['«', '»'])
    );
    send(tx, &to, "Заявка не подтверждена", &body).await
}

async fn proved(tx: &Tx, person: PersonId) -> Result<Option<String>> {
    let row = person::Entity::find_by_id(person).one(tx.db()).await?;
    Ok(row.filter(|p| p.email_confirmed_at.is_some()).and_then(|p| p.email))
}
