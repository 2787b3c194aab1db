/// `CreateSnapshot`: its request, its answer and its errors.
#[allow(dead_code, missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]
pub mod create_snapshot {
    use ::doctract::generated::*;
    /// 给一块磁盘做一份快照。
    ///
    /// `CreateSnapshot` of Ecs 2014-05-26.
    ///
    /// 使用前请留意：
    /// - 每块磁盘最多 64 份快照。
    /// - 实例须处于 Stopped 或 Running 状态。
    ///
    /// | status | code | when |
    /// |---|---|---|
    /// | 404 | `InvalidDescription.Malformed` | 说明的格式不对。 |
    /// | 403 | `QuotaExceed.Snapshot` | 快照超出额度。 |
    /// | 403 | `IdempotentParameterMismatch` | 令牌已用于别的请求。 |
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct CreateSnapshot {
        /// 磁盘的 ID。
        ///
        /// Wire name `DiskId`, required, example `d-diskid1`.
        pub disk_id: String,
        /// 保证幂等，只用 ASCII 字符，至多 64 个。
        ///
        /// Wire name `ClientToken`.
        ///
        /// - at most 64 characters
        /// - only characters of ascii
        pub client_token: Option<String>,
        /// 快照的说明，2 至 256 个字符，不以 `http://` 或 `https://` 起头。
        ///
        /// Wire name `Description`.
        ///
        /// - at least 2 characters
        /// - at most 256 characters
        /// - must not start with `http://`, `https://`
        pub description: Option<String>,
        /// RAM 用户的登录名。
        ///
        /// Wire name `OwnerAccount`.
        pub owner_account: Option<String>,
        /// 快照的名称。
        ///
        /// Wire name `SnapshotName`, example `FinanceJoshua`.
        ///
        /// - at least 2 characters
        /// - at most 128 characters
        /// - must start with a character of letter han
        /// - only characters of letter digit han \[:\_-\]
        /// - must not start with `http://`, `https://`
        /// - must not start with auto
        pub snapshot_name: Option<String>,
        /// `Tag.N`.
        ///
        /// Wire name `Tag.N`.
        pub tag: Vec<Tag>,
    }
    impl CreateSnapshot {
        /// Starts a request; `build` ends it.
        pub fn builder() -> CreateSnapshotBuilder<Missing> {
            CreateSnapshotBuilder(
                ::doctract::blank!(
                    CreateSnapshot { disk_id, client_token, description, owner_account,
                    snapshot_name, tag }
                ),
                PhantomData,
            )
        }
        /// Every documented rule that the request breaks, at once.
        pub fn validate(&self) -> Result<(), Violations> {
            Request::validate(self)
        }
        /// The request as wire pairs: flattened, in documented order, borrowed where they can be.
        pub fn into_pairs(&self) -> Vec<Pair<'_>> {
            Request::into_pairs(self)
        }
    }
    /// Builds a [`CreateSnapshot`].
    #[derive(Debug, Clone)]
    #[must_use]
    pub struct CreateSnapshotBuilder<HasDiskId>(CreateSnapshot, PhantomData<HasDiskId>);
    impl<HasDiskId> CreateSnapshotBuilder<HasDiskId> {
        /// 磁盘的 ID。
        ///
        /// Wire name `DiskId`, required, example `d-diskid1`.
        pub fn disk_id(
            mut self,
            value: impl Into<String>,
        ) -> CreateSnapshotBuilder<Given> {
            self.0.disk_id = value.into();
            CreateSnapshotBuilder(self.0, PhantomData)
        }
        /// 保证幂等，只用 ASCII 字符，至多 64 个。
        ///
        /// Wire name `ClientToken`.
        ///
        /// - at most 64 characters
        /// - only characters of ascii
        pub fn client_token(mut self, value: impl Into<String>) -> Self {
            self.0.client_token = Some(value.into());
            self
        }
        /// 快照的说明，2 至 256 个字符，不以 `http://` 或 `https://` 起头。
        ///
        /// Wire name `Description`.
        ///
        /// - at least 2 characters
        /// - at most 256 characters
        /// - must not start with `http://`, `https://`
        pub fn description(mut self, value: impl Into<String>) -> Self {
            self.0.description = Some(value.into());
            self
        }
        /// RAM 用户的登录名。
        ///
        /// Wire name `OwnerAccount`.
        pub fn owner_account(mut self, value: impl Into<String>) -> Self {
            self.0.owner_account = Some(value.into());
            self
        }
        /// 快照的名称。
        ///
        /// Wire name `SnapshotName`, example `FinanceJoshua`.
        ///
        /// - at least 2 characters
        /// - at most 128 characters
        /// - must start with a character of letter han
        /// - only characters of letter digit han \[:\_-\]
        /// - must not start with `http://`, `https://`
        /// - must not start with auto
        pub fn snapshot_name(mut self, value: impl Into<String>) -> Self {
            self.0.snapshot_name = Some(value.into());
            self
        }
        /// `Tag.N`.
        ///
        /// Wire name `Tag.N`.
        pub fn tag(mut self, items: impl IntoItems<Tag>) -> Self {
            items.append_to(&mut self.0.tag);
            self
        }
        /// The request, if it breaks no documented rule.
        pub fn build(self) -> Result<CreateSnapshot, Violations>
        where
            HasDiskId: Provided<required::DiskId>,
        {
            self.0.validate()?;
            Ok(self.0)
        }
    }
    /// The required parameters, as they are named when one is missing.
    pub mod required {
        /// `DiskId`.
        pub enum DiskId {}
    }
    impl Parameters for CreateSnapshot {
        fn visit<'a>(&'a self, v: &mut Walk<'_, 'a>) {
            static CLIENT_TOKEN_CHARSET: CharSet<'static> = CharSet::new(&[Ascii], &[]);
            const CLIENT_TOKEN: Rules = &[
                max_length(64),
                charset(&CLIENT_TOKEN_CHARSET),
            ];
            const DESCRIPTION: Rules = &[
                length(2, 256),
                not_prefix(&["http://", "https://"]),
            ];
            static SNAPSHOT_NAME_FIRST: CharSet<'static> = CharSet::new(
                &[Letter, Han],
                &[],
            );
            static SNAPSHOT_NAME_CHARSET: CharSet<'static> = CharSet::new(
                &[Letter, Digit, Han],
                &[(':', ':'), ('_', '_'), ('-', '-')],
            );
            const SNAPSHOT_NAME: Rules = &[
                length(2, 128),
                starts_with(&SNAPSHOT_NAME_FIRST),
                charset(&SNAPSHOT_NAME_CHARSET),
                not_prefix(&["http://", "https://"]),
                not_prefix(&["auto"]),
            ];
            const TAG_KEY: Rules = &[
                not_empty(),
                max_length(64),
                not_prefix(&["aliyun", "acs:", "http://", "https://"]),
            ];
            const TAG_VALUE: Rules = &[
                max_length(128),
                not_prefix(&["aliyun", "acs:", "http://", "https://"]),
            ];
            v.param("DiskId", &self.disk_id, &[]);
            v.param("Action", "CreateSnapshot", &[]);
            v.param("ClientToken", &self.client_token, CLIENT_TOKEN);
            v.param("Description", &self.description, DESCRIPTION);
            v.param("OwnerAccount", &self.owner_account, &[]);
            v.param("SnapshotName", &self.snapshot_name, SNAPSHOT_NAME);
            for (indices, item) in v.items("Tag.N", &self.tag, indices(1, 20), &[]) {
                v.enter(indices);
                v.param("Tag.N.Key", &item.key, TAG_KEY);
                v.param("Tag.N.Value", &item.value, TAG_VALUE);
                v.leave();
            }
        }
    }
    impl Request for CreateSnapshot {
        const OPERATION: OperationInfo = rpc("Ecs", "2014-05-26", "CreateSnapshot");
        const TOKEN: Option<&'static str> = Some("ClientToken");
        type Response = CreateSnapshotResponse;
        type ErrorKind = CreateSnapshotErrorKind;
    }
    /// `Tag.N` of a request.
    #[derive(Debug, Clone, PartialEq, Default)]
    #[non_exhaustive]
    pub struct Tag {
        /// 标签的键，传入时不可为空串，至多 64 个字符。
        ///
        /// Wire name `Tag.N.Key`.
        ///
        /// - must not be empty
        /// - at most 64 characters
        /// - must not start with aliyun, acs:, `http://`, `https://`
        pub key: Option<String>,
        /// 标签的值，可为空串，至多 128 个字符。
        ///
        /// Wire name `Tag.N.Value`.
        ///
        /// - at most 128 characters
        /// - must not start with aliyun, acs:, `http://`, `https://`
        pub value: Option<String>,
    }
    impl Tag {
        /// Both values.
        pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
            Self {
                key: Some(key.into()),
                value: Some(value.into()),
            }
        }
    }
    /// The answer of `CreateSnapshot`.
    #[derive(Debug, Clone, PartialEq, Default)]
    #[non_exhaustive]
    pub struct CreateSnapshotResponse {
        /// 请求的 ID。
        pub request_id: Option<String>,
        /// 快照的 ID。
        pub snapshot_id: Option<String>,
    }
    impl Decode for CreateSnapshotResponse {
        fn decode(node: &Node) -> Result<Self, DecodeError> {
            Ok(Self {
                request_id: node.field("RequestId")?,
                snapshot_id: node.field("SnapshotId")?,
            })
        }
    }
    /// An error that `CreateSnapshot` answered with.
    pub type CreateSnapshotError = ServiceError<CreateSnapshotErrorKind>;
    /// The documented error codes of `CreateSnapshot`.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum CreateSnapshotErrorKind {
        /// 404: 说明的格式不对。
        InvalidDescriptionMalformed,
        /// 403: 快照超出额度。
        QuotaExceedSnapshot,
        /// 403: 令牌已用于别的请求。
        IdempotentParameterMismatch,
        /// A code that the page does not list.
        Undocumented,
    }
    impl ErrorKind for CreateSnapshotErrorKind {
        const ROWS: &'static [ErrorRow] = &[
            ErrorRow::new(
                404,
                "InvalidDescription.Malformed",
                "The specified description is wrongly formed.",
                "说明的格式不对。",
                &["Description"],
            ),
            ErrorRow::new(
                403,
                "QuotaExceed.Snapshot",
                "The snapshot quota exceeds.",
                "快照超出额度。",
                &["quota"],
            ),
            ErrorRow::new(
                403,
                "IdempotentParameterMismatch",
                "The specified clientToken is used.",
                "令牌已用于别的请求。",
                &["ClientToken"],
            ),
        ];
        fn of(code: &str) -> Self {
            match code {
                "InvalidDescription.Malformed" => Self::InvalidDescriptionMalformed,
                "QuotaExceed.Snapshot" => Self::QuotaExceedSnapshot,
                "IdempotentParameterMismatch" => Self::IdempotentParameterMismatch,
                _ => Self::Undocumented,
            }
        }
    }
}
#[allow(unreachable_pub, unused_imports)]
pub use self::create_snapshot::{
    CreateSnapshot, CreateSnapshotBuilder, CreateSnapshotError, CreateSnapshotErrorKind,
    CreateSnapshotResponse, Tag,
};
/// The operations of this API.
#[allow(dead_code, unreachable_pub)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// 给一块磁盘做一份快照。
    CreateSnapshot,
}
#[allow(dead_code, unreachable_pub)]
impl Operation {
    /// All operations.
    pub const ALL: [Self; 1] = [Self::CreateSnapshot];
    /// How the operation is called.
    pub fn info(self) -> ::doctract::OperationInfo {
        match self {
            Self::CreateSnapshot => <CreateSnapshot as ::doctract::Request>::OPERATION,
        }
    }
}
