//! What is asked in a query: the moment, the filters and the page, the same words as on the command line. A parameter that
//! a path does not know is refused, since a filter that is left out would show too much.

use crate::problem::Problem;
use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use jiff::civil::Date;
use serde::{Deserialize, de::DeserializeOwned};
use truce_model::{Act, AgreementId};
use truce_monitor::{AsOf, Filter, day};
use utoipa::ToSchema;

/// The parameters of a query; a problem where they make no sense.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked<T>, Problem> {
        let Query(asked) = Query::<T>::from_request_parts(parts, state).await?;
        Ok(Asked(asked))
    }
}

/// In which form a listing is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Form {
    /// Objects, a page at a time.
    #[default]
    Json,
    /// All rows, with the columns of the command line.
    Csv,
    /// All of it that lies somewhere, as features of RFC 7946.
    Geojson,
}

/// In which order a listing stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Order {
    /// What happened first.
    #[default]
    Oldest,
    /// What happened last.
    Newest,
}

/// The most things on a page, and how many where nothing is told.
pub(crate) const LARGEST_PAGE: u32 = 1_000;
pub(crate) const USUAL_PAGE: u32 = 100;

/// Which page of a listing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paging {
    pub(crate) limit: usize,
    pub(crate) cursor: Option<String>,
}

/// What a query means.
#[derive(Clone, Debug)]
pub(crate) struct Meant {
    pub(crate) filter: Filter,
    pub(crate) paging: Paging,
    pub(crate) as_of: Option<AsOf>,
    pub(crate) form: Form,
    pub(crate) order: Order,
}

/// Makes the parameters of a listing: those of its own, beside those that every listing has.
macro_rules! listing {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $of:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, serde::Deserialize, utoipa::IntoParams)]
        #[serde(deny_unknown_fields, default)]
        #[into_params(parameter_in = Query)]
        pub(crate) struct $name {
            /// What was known then: at a time with its zone, or at a record by its number.
            #[param(example = "2016-09-16T20:00:00Z")]
            pub(crate) as_of: Option<String>,
            /// Keep what happened on this day.
            #[param(format = Date)]
            pub(crate) day: Option<String>,
            /// Keep what can have happened on this day or later.
            #[param(format = Date)]
            pub(crate) from: Option<String>,
            /// Keep what can have happened on this day or earlier.
            #[param(format = Date)]
            pub(crate) to: Option<String>,
            /// Keep what lies in this place.
            pub(crate) place: Option<String>,
            /// Keep what this actor, its members or its parts did or suffered.
            pub(crate) actor: Option<String>,
            /// Keep what this source says or witnesses.
            pub(crate) source: Option<String>,
            /// Keep what the terms of this agreement reach.
            pub(crate) agreement: Option<String>,
            $($(#[$field_doc])* pub(crate) $field: $of,)*
            /// In which order: `oldest` first or `newest` first; what has no time stands last.
            #[param(inline)]
            pub(crate) order: Option<crate::query::Order>,
            /// In which form.
            #[param(inline)]
            pub(crate) format: Option<crate::query::Form>,
            /// How many on a page.
            #[param(minimum = 1, maximum = 1000, default = 100)]
            pub(crate) limit: Option<u32>,
            /// Where the page begins: `next` of the one before. It keeps to the moment of the first page.
            pub(crate) cursor: Option<String>,
        }

        impl $name {
            /// What is meant, as far as every listing has it.
            fn meant(&self) -> Result<crate::query::Meant, crate::problem::Problem> {
                let filters = crate::query::Filters {
                    day: &self.day,
                    from: &self.from,
                    to: &self.to,
                    place: &self.place,
                    actor: &self.actor,
                    source: &self.source,
                    agreement: &self.agreement,
                };
                Ok(crate::query::Meant {
                    filter: filters.filter()?,
                    paging: crate::query::paging(self.limit, &self.cursor)?,
                    as_of: crate::query::moment("as_of", &self.as_of)?,
                    form: self.format.unwrap_or_default(),
                    order: self.order.unwrap_or_default(),
                })
            }
        }
    };
}
pub(crate) use listing;

/// Only the moment.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Moment {
    /// What was known then: at a time with its zone, or at a record by its number.
    #[param(example = "2016-09-16T20:00:00Z")]
    pub(crate) as_of: Option<String>,
}

impl Moment {
    pub(crate) fn moment(&self) -> Result<Option<AsOf>, Problem> {
        moment("as_of", &self.as_of)
    }
}

/// The filters that every listing has, as they were given.
pub(crate) struct Filters<'q> {
    pub(crate) day: &'q Option<String>,
    pub(crate) from: &'q Option<String>,
    pub(crate) to: &'q Option<String>,
    pub(crate) place: &'q Option<String>,
    pub(crate) actor: &'q Option<String>,
    pub(crate) source: &'q Option<String>,
    pub(crate) agreement: &'q Option<String>,
}

impl Filters<'_> {
    /// The filter that is meant.
    pub(crate) fn filter(&self) -> Result<Filter, Problem> {
        let on = one_day("day", self.day)?;
        let (from, to) = (one_day("from", self.from)?, one_day("to", self.to)?);
        if on.is_some() && (from.is_some() || to.is_some()) {
            return Err(Problem::parameter("day", "a day stands without `from` and `to`"));
        }
        Ok(Filter {
            from: from.or(on),
            to: to.or(on),
            place: given(self.place).map(ToOwned::to_owned),
            actor: given(self.actor).map(ToOwned::to_owned),
            source: given(self.source).map(ToOwned::to_owned),
            agreement: given(self.agreement).map(AgreementId::new),
            ..Filter::default()
        })
    }
}

/// What was given; a form sends fields that were left empty as well.
pub(crate) fn given(value: &Option<String>) -> Option<&str> {
    value.as_deref().map(str::trim).filter(|value| !value.is_empty())
}

/// The day in a parameter.
pub(crate) fn one_day(name: &'static str, value: &Option<String>) -> Result<Option<Date>, Problem> {
    given(value).map(day).transpose().map_err(|error| Problem::parameter(name, error))
}

/// The moment in a parameter.
pub(crate) fn moment(name: &'static str, value: &Option<String>) -> Result<Option<AsOf>, Problem> {
    given(value).map(str::parse).transpose().map_err(|error| Problem::parameter(name, error))
}

/// The page that is asked for.
pub(crate) fn paging(limit: Option<u32>, cursor: &Option<String>) -> Result<Paging, Problem> {
    let limit = limit.unwrap_or(USUAL_PAGE);
    if limit == 0 || limit > LARGEST_PAGE {
        return Err(Problem::parameter("limit", format!("a page has from 1 to {LARGEST_PAGE} things")));
    }
    Ok(Paging { limit: limit as usize, cursor: given(cursor).map(ToOwned::to_owned) })
}

/// The acts in a parameter.
pub(crate) fn acts(value: &Option<String>) -> Result<Vec<Act>, Problem> {
    let words = given(value).into_iter().flat_map(|words| words.split(','));
    words.map(|word| word.trim().parse().map_err(|error| Problem::parameter("act", error))).collect()
}
