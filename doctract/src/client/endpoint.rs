//! Where requests go.

use std::collections::BTreeMap;

/// The address of each product's service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Endpoint {
    region: Option<String>,
    any: Option<String>,
    products: BTreeMap<String, String>,
}

impl Endpoint {
    /// The vendor's usual host in a region: `https://ecs.cn-hangzhou.aliyuncs.com` for the product
    /// `Ecs`. Products with other hosts are set with [`product`](Endpoint::product).
    pub fn region(region: impl Into<String>) -> Self {
        Self {
            region: Some(region.into()),
            ..Self::default()
        }
    }

    /// One address for all: `https://ecs.example.com`, `http://127.0.0.1:8080`.
    pub fn url(url: impl Into<String>) -> Self {
        Self {
            any: Some(url.into()),
            ..Self::default()
        }
    }

    /// The same with the address of one product.
    #[must_use]
    pub fn product(mut self, product: impl AsRef<str>, url: impl Into<String>) -> Self {
        self.products
            .insert(product.as_ref().to_ascii_lowercase(), url.into());
        self
    }

    /// The base address for a product, without a slash at its end.
    pub(super) fn base(&self, product: &str) -> Result<String, String> {
        let product = product.to_ascii_lowercase();
        let given = self.products.get(&product).or(self.any.as_ref());
        let url = match (given, &self.region) {
            (Some(url), _) => url.clone(),
            (None, Some(region)) => format!("https://{product}.{region}.aliyuncs.com"),
            (None, None) => {
                return Err("no endpoint: give the client a region or an address".into());
            }
        };
        if !(url.starts_with("http://") || url.starts_with("https://")) {
            return Err(format!(
                "the endpoint `{url}` does not begin with http:// or https://"
            ));
        }
        Ok(url.trim_end_matches('/').to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn products_have_their_own_address_or_the_usual_one() {
        let endpoint = Endpoint::region("cn-hangzhou").product("Slb", "http://localhost:1/");
        assert_eq!(
            endpoint.base("Ecs").unwrap(),
            "https://ecs.cn-hangzhou.aliyuncs.com"
        );
        assert_eq!(endpoint.base("slb").unwrap(), "http://localhost:1");
        assert!(Endpoint::url("localhost").base("Ecs").is_err());
        assert!(Endpoint::default().base("Ecs").is_err());
    }
}
