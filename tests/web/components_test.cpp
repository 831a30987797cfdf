#include "web/components.h"

#include <gtest/gtest.h>

#include "web/assets.h"
#include "web/fields.h"

namespace arasha::web {
namespace {

const Catalogue& english() { return Catalogue::of(Language::en); }
schema::FormData query(std::string_view text) { return *schema::parse_urlencoded(text); }
bool has(const Html& html, std::string_view text) { return html.bytes().find(text) != std::string::npos; }

TEST(Paging, AnswersAPageThatExistsWhateverIsAsked) {
  const std::pair<const char*, std::size_t> all[] = {{"", 1},  {"page=2", 2},   {"page=4", 4},        {"page=5", 4},    {"page=0", 1},
                                                     {"page=-3", 1}, {"page=2x", 1}, {"page=99999999999999999999999", 1}, {"page=%3Cb%3E", 1}};
  for (const auto& [text, number] : all) {
    const Paging paging = Paging::of(query(text), 80);
    EXPECT_EQ(paging.number, number) << text;
    EXPECT_EQ(paging.pages, 4U);
    EXPECT_LE(paging.last, 80U);
    EXPECT_LT(paging.first, paging.last);
  }
  const Paging none = Paging::of(query("page=3"), 0);
  EXPECT_EQ(none.first, none.last);
  EXPECT_TRUE(pagination(english(), none, "/cases", {}).is_empty());
}

TEST(Paging, LinksKeepTheFilterAndLeaveGaps) {
  const auto asked = query("state=active&page=50&q=%3Cb%3E");
  const Html html = pagination(english(), Paging::of(asked, 2500), "/cases", asked);
  EXPECT_TRUE(has(html, "href=\"/cases?state=active&amp;q=%3Cb%3E&amp;page=51\""));
  EXPECT_TRUE(has(html, "Shown: 1,226 to 1,250 of 2,500"));
  EXPECT_TRUE(has(html, "aria-current=\"page\""));
  EXPECT_TRUE(has(html, "page=100\""));
  EXPECT_FALSE(has(html, "page=97\""));
  EXPECT_FALSE(has(html, "page=1\""));  // the first page has the plain address
  EXPECT_FALSE(has(html, "<b>"));
}

TEST(Sorting, OnlyWhatAColumnOffers) {
  const std::vector<Column> columns = {{"Case"}, {"Opened", "opened"}, {"State", "state"}};
  EXPECT_EQ(Sort::of(query("sort=state"), columns, "-opened").by, "state");
  const Sort otherwise = Sort::of(query("sort=password"), columns, "-opened");
  EXPECT_EQ(otherwise.by, "opened");
  EXPECT_TRUE(otherwise.descending);
  Table table(english(), "Cases", columns);
  table.sorted(otherwise, "/cases", query("sort=-opened&page=3"));
  const Html html = std::move(table).html();
  EXPECT_TRUE(has(html, "aria-sort=\"descending\"><a href=\"/cases?sort=opened\""));
  EXPECT_TRUE(has(html, "aria-sort=\"none\"><a href=\"/cases?sort=state\""));
}

TEST(TableParts, CellsNameTheirColumnAndAreEscaped) {
  Table table(english(), "Cases", {{"Case"}, {"Services", "", true}});
  table.row();
  table.cell("<script>");
  table.cell("7");
  table.row();
  table.cell(link("/case/x", "Otter"));
  const Html html = std::move(table).html();
  EXPECT_TRUE(has(html, "<th scope=\"row\" class=\"govuk-table__header\">&lt;script&gt;</th>"));
  EXPECT_TRUE(has(html, "data-label=\"Services\">7</td></tr><tr"));
  EXPECT_TRUE(has(html, "</tr></tbody></table>"));
}

TEST(Parts, TextsAreEscapedEverywhere) {
  const std::string hostile = "\"><script>alert(1)</script>";
  const auto& w = english();
  schema::FormData typed;
  typed.add("d-day", hostile);
  for (const Html& html :
       {heading(hostile), heading(hostile, hostile), subheading(hostile, hostile), paragraph(hostile), hint(hostile), warning(w, hostile),
        details(hostile, Html::text(hostile)), tag(Meaning::danger, hostile), banner(w, BannerKind::success, hostile), empty_state(hostile, hostile),
        SummaryList().add(hostile, hostile, link(hostile, hostile, hostile)).html(), figure(hostile, hostile, hostile),
        search_box(w, hostile, hostile, hostile, hostile), chips(w, {{hostile, hostile}, {hostile, hostile}}, hostile),
        section_nav(hostile, {{hostile, hostile}}, hostile),
        confirm(w, {.question = hostile, .explanation = hostile, .action = hostile, .csrf = hostile, .yes = hostile, .back = hostile}),
        text_field(w, {.name = hostile, .label = hostile, .hint = hostile, .value = hostile}), password_field(w, {hostile, hostile, hostile}),
        choice_field(w, {.name = hostile, .label = hostile, .hint = hostile, .choices = {{hostile, hostile, hostile}}, .chosen = {hostile}}),
        date_field(w, "d", hostile, hostile, typed)}) {
    EXPECT_FALSE(has(html, "<script>alert")) << html.bytes();
  }
}

TEST(Fields, MistakeAndHintAreBoundToTheBox) {
  const FieldErrors errors = {{"number", Error(ErrorCode::invalid_input, "Enter a number.")}};
  const Html html = text_field(english(), {.name = "number", .label = "Number", .hint = "As said.", .kind = TextKind::telephone}, errors);
  EXPECT_TRUE(has(html, "<label class=\"govuk-label govuk-label--s\" for=\"number\">"));
  EXPECT_TRUE(has(html, "aria-describedby=\"number-hint number-error\""));
  EXPECT_TRUE(has(html, "<span class=\"govuk-visually-hidden\">Mistake: </span>Enter a number."));
  EXPECT_TRUE(has(html, "type=\"tel\" inputmode=\"tel\""));
  EXPECT_TRUE(has(error_summary(english(), errors), "href=\"#number\">Enter a number."));
  EXPECT_TRUE(has(error_summary(english(), errors, {{"number", "Telephone"}}), ">Telephone: Enter a number."));
  EXPECT_FALSE(has(password_field(english(), {"password", "Passphrase"}), "value"));
}

TEST(Addresses, ChangesReplaceAndEmptyOnesLeaveOut) {
  EXPECT_EQ(address_with("/cases", query("a=1&b=2&a=3"), {{"a", ""}, {"c", "x y"}}), "/cases?b=2&c=x%20y");
  EXPECT_EQ(address_with("/cases", {}), "/cases");
}

TEST(Assets, CompressedCachedAndKnownAgain) {
  Request request;
  request.accept_encoding = "gzip, deflate, br";
  const std::string address = asset_address("arasha.css");
  const auto mark = address.find("?v=");
  ASSERT_NE(mark, std::string::npos);
  request.query.add("v", address.substr(mark + 3));
  const auto header = [](const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return std::string();
  };
  const Response brotli = serve_asset(request, "arasha.css");
  EXPECT_EQ(header(brotli, "Content-Encoding"), "br");
  EXPECT_EQ(header(brotli, "Vary"), "Accept-Encoding");
  EXPECT_TRUE(brotli.cacheable);
  request.accept_encoding = "br;q=0, gzip";
  const Response gzip = serve_asset(request, "arasha.css");
  EXPECT_EQ(header(gzip, "Content-Encoding"), "gzip");
  request.accept_encoding = "";
  const Response plain = serve_asset(request, "arasha.css");
  EXPECT_EQ(header(plain, "Content-Encoding"), "");
  EXPECT_LT(brotli.fixed.size(), gzip.fixed.size());
  EXPECT_LT(gzip.fixed.size() * 3, plain.fixed.size());
  request.if_none_match = header(plain, "ETag");
  EXPECT_EQ(serve_asset(request, "arasha.css").status, 304);
  request.if_none_match = "\"other\"";
  EXPECT_EQ(serve_asset(request, "arasha.css").status, 200);
  EXPECT_FALSE(serve_asset(Request(), "arasha.css").cacheable);  // without its hash it may be another tomorrow
  EXPECT_EQ(serve_asset(Request(), "../../etc/passwd").status, 404);
}

TEST(Assets, AskNobodyElse) {
  const std::string css(serve_asset(Request(), "arasha.css").fixed);
  int fonts = 0;
  for (auto at = css.find("url("); at != std::string::npos; at = css.find("url(", at + 1)) {
    EXPECT_EQ(css.substr(at + 4, 13), "/assets/font-");
    ++fonts;
  }
  EXPECT_EQ(fonts, 6);
  EXPECT_EQ(css.find("@import"), std::string::npos);
  const std::string js(serve_asset(Request(), "arasha.js").fixed);
  for (const char* word : {"://", "eval(", "innerHTML", "Function(", "document.write"}) EXPECT_EQ(js.find(word), std::string::npos) << word;
}

}  // namespace
}  // namespace arasha::web
