#include "web/html.h"

#include <gtest/gtest.h>

#include "web/http.h"

namespace arasha::web {
namespace {

TEST(Html, EscapesTextAndAttributes) {
  const std::string hostile = "<script>alert('x')</script> & \"quoted\"";
  const Html html = el("p", {{"title", hostile}}, hostile, el("b", {}, "ok"));
  EXPECT_EQ(html.bytes(),
            "<p title=\"&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;\">"
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;<b>ok</b></p>");
}

TEST(Html, AttributesThatAreAbsentOrAlone) {
  EXPECT_EQ(void_el("input", {{"type", "radio"}, {"checked", "", true}, {"disabled", "", false}}).bytes(), "<input type=\"radio\" checked>");
}

TEST(Html, UrlParts) { EXPECT_EQ(url_part("a b/ә?"), "a%20b%2F%D3%99%3F"); }

TEST(Router, PatternsAndMethods) {
  Router router;
  router.get("/case/{file}/entry/{seq}", [](const Request&, const PathParameters& p) { return Response::plain(200, p.at("file") + ":" + p.at("seq")); });
  router.post("/case/{file}", [](const Request&, const PathParameters&) { return Response::plain(200, "posted"); });
  Request request;
  request.path = "/case/abc/entry/7";
  EXPECT_EQ(router.route(request).body, "abc:7");
  request.path = "/case/abc";
  EXPECT_EQ(router.route(request).status, 405);
  request.method = Method::post;
  EXPECT_EQ(router.route(request).body, "posted");
  request.path = "/case/abc/entry/7/more";
  EXPECT_EQ(router.route(request).status, 404);
}

}  // namespace
}  // namespace arasha::web
