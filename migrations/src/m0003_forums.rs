//! Spaces, sections, topics, posts and what people do with them.

use sea_orm_migration::{prelude::*, schema::integer_null};

use crate::parts::{migration, run, table};

migration!("m0003_forums", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    spaces(manager).await?;
    topics(manager).await?;
    marks(manager).await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX space_external ON space (external_key)",
            "CREATE INDEX space_organisation ON space (organisation_id)",
            "CREATE INDEX space_member_person ON space_member (person_id, state)",
            "CREATE INDEX section_space ON section (space_id, position)",
            "CREATE INDEX topic_space ON topic (space_id, last_post_at)",
            "CREATE INDEX topic_section ON topic (section_id, last_post_at)",
            "CREATE INDEX topic_recent ON topic (last_post_at, id)",
            "CREATE INDEX topic_author ON topic (author_id, created_at)",
            "CREATE UNIQUE INDEX topic_key ON topic (author_id, client_key)",
            "CREATE INDEX topic_tag_key ON topic_tag (tag_key, topic_id)",
            "CREATE INDEX topic_grade_grade ON topic_grade (grade, topic_id)",
            "CREATE UNIQUE INDEX post_number ON post (topic_id, no)",
            "CREATE UNIQUE INDEX post_key ON post (author_id, client_key)",
            "CREATE INDEX post_author ON post (author_id, created_at)",
            "CREATE INDEX post_renderer ON post (rendered_by)",
            "CREATE INDEX mention_person ON mention (person_id)",
            "CREATE INDEX bookmark_person ON bookmark (person_id, created_at)",
            "CREATE INDEX watch_target ON watch (target_id, target_kind)",
            "CREATE INDEX read_mark_topic ON read_mark (topic_id)",
        ],
    )
    .await
}

async fn spaces(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("space")
        .id()
        // open | association | school | municipality | group
        .text("kind")
        .may_refer("organisation_id", "organisation")
        .text("title")
        .text("about")
        // auto | request | invitation
        .text("join_rule")
        // network (everybody reads) | members
        .text("audience")
        .text("search_key")
        .string_null("external_key")
        .int("version")
        .may_refer("created_by", "person")
        .time("created_at")
        .create(manager)
        .await?;
    table("space_member")
        .refers("space_id", "space")
        .refers("person_id", "person")
        // reader | member | moderator
        .text("role")
        // member | requested | invited | removed
        .text("state")
        .time("since")
        .key(&["space_id", "person_id"])
        .create(manager)
        .await?;
    table("section")
        .id()
        .refers("space_id", "space")
        .text("title")
        .text_null("about")
        .int("position")
        .time("created_at")
        .create(manager)
        .await
}

async fn topics(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("topic")
        .id()
        .refers("space_id", "space")
        .may_refer("section_id", "section")
        // discussion | question | announcement
        .text("kind")
        .text("title")
        // Plain text of the first post's beginning, for lists.
        .text("excerpt")
        // Title and tags as people type them when they look for a topic.
        .text("search_key")
        .refers("author_id", "person")
        .string_null("subject")
        .uuid_null("client_key")
        // Digest of the request that came with the key: the same key for another request is refused.
        .string_null("client_print")
        // Highest post number given; numbers are contiguous and stay taken after a deletion.
        .int("last_no")
        // Posts not deleted.
        .int("post_count")
        .uuid_null("accepted_post_id")
        .col(integer_null("accepted_no").take())
        .time_null("pinned_at")
        .time_null("locked_at")
        .time_null("deleted_at")
        .may_refer("deleted_by", "person")
        .text_null("delete_reason")
        .time("created_at")
        .time("last_post_at")
        .refers("last_post_by", "person")
        // For edits of the topic itself.
        .int("version")
        // Grows with every change of the topic, its posts, reactions or bookmarks: projected pages are kept under it.
        .big("revision")
        .create(manager)
        .await?;
    // `tag_key` is how people look for it: lower case, ё as е.
    table("topic_tag")
        .refers("topic_id", "topic")
        .string("tag_key")
        .string("tag")
        .key(&["topic_id", "tag_key"])
        .create(manager)
        .await?;
    table("topic_grade").refers("topic_id", "topic").int("grade").key(&["topic_id", "grade"]).create(manager).await?;
    table("post")
        .id()
        .refers("topic_id", "topic")
        .int("no")
        .refers("author_id", "person")
        .text("body")
        .text("html")
        // Version of the renderer that made `html`.
        .int("rendered_by")
        .int("version")
        .may_refer("reply_to_id", "post")
        .uuid_null("client_key")
        .string_null("client_print")
        .int("useful")
        .int("apply")
        .int("thanks")
        .time("created_at")
        .time_null("edited_at")
        .time_null("deleted_at")
        .may_refer("deleted_by", "person")
        .text_null("delete_reason")
        .create(manager)
        .await?;
    table("post_version")
        .refers("post_id", "post")
        .int("version")
        .text("body")
        .refers("edited_by", "person")
        .time("at")
        .text_null("reason")
        .key(&["post_id", "version"])
        .create(manager)
        .await?;
    table("mention")
        .refers("post_id", "post")
        .refers("person_id", "person")
        .key(&["post_id", "person_id"])
        .create(manager)
        .await?;
    table("reaction")
        .refers("post_id", "post")
        .refers("person_id", "person")
        .text("kind")
        .time("at")
        .key(&["post_id", "person_id", "kind"])
        .create(manager)
        .await
}

async fn marks(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("bookmark")
        .refers("person_id", "person")
        .refers("post_id", "post")
        .time("created_at")
        .key(&["person_id", "post_id"])
        .create(manager)
        .await?;
    table("read_mark")
        .refers("person_id", "person")
        .refers("topic_id", "topic")
        .int("last_read_no")
        .time("at")
        .key(&["person_id", "topic_id"])
        .create(manager)
        .await?;
    // Where unread begins for whoever joined later: posts before it count as read in topics never opened.
    table("space_mark")
        .refers("person_id", "person")
        .refers("space_id", "space")
        .time("read_before")
        .key(&["person_id", "space_id"])
        .create(manager)
        .await?;
    table("watch")
        .refers("person_id", "person")
        // space | section | topic
        .text("target_kind")
        .uuid("target_id")
        // watching | following | normal | muted
        .text("level")
        .time("at")
        .key(&["person_id", "target_kind", "target_id"])
        .create(manager)
        .await?;
    table("draft")
        .refers("person_id", "person")
        .string("draft_key")
        .text_null("title")
        .text("body")
        .text_null("extra")
        .int("revision")
        .time("updated_at")
        .key(&["person_id", "draft_key"])
        .create(manager)
        .await
}
