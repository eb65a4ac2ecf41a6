//! Tables of the bank.

pub mod adoption;
pub mod certificate;
pub mod collection;
pub mod collection_item;
pub mod practice;
pub mod practice_author;
pub mod practice_counter;
pub mod practice_grade;
pub mod practice_reaction;
pub mod practice_record;
pub mod practice_remark;
pub mod practice_skill;
pub mod practice_subject;
pub mod practice_use;
pub mod practice_version;
pub mod review;
