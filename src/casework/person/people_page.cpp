// Finding a person by name, in any alphabet.
//
// The name travels in the body of a POST, never in the address: addresses stay in the history of the browser, in the
// log of a proxy, and are sent on. So the page of results cannot be kept as a bookmark, which is meant.
#include <algorithm>

#include "base/text.h"
#include "casework/consent/panels.h"
#include "casework/person/pages.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kShown = 25;
constexpr std::size_t kLongest = 200;  // bytes of a query

struct Match {
  projection::PersonFound found;
  std::vector<projection::CaseRow> cases;
};

// One word can fit exactly and still be the name of many.
std::string score_label(const Catalogue& words, float score, bool one_word) {
  if (one_word) score = std::min(score, 0.8F);
  if (score >= 0.97F) return std::string(words.text(N_("The same name")));
  if (score >= projection::NameIndex::kSameName) return std::string(words.text(N_("Very probably the same name")));
  if (score >= 0.7F) return std::string(words.text(N_("Perhaps the same name")));
  return std::string(words.text(N_("A similar name")));
}

Html query_form(const Visit& visit, std::string_view value) {
  const Catalogue& words = visit.words;
  const Html box = void_el("input", {{"class", "govuk-input"}, {"id", "q"}, {"name", "q"}, {"type", "search"}, {"autocomplete", "off"}, {"spellcheck", "false"},
                                     {"maxlength", "200"}, {"aria-describedby", "q-hint"}, {"value", std::string(value)}});
  return el("form", {{"class", "arasha-search"}, {"method", "post"}, {"action", "/people"}, {"role", "search"}}, web::csrf_field(visit.csrf),
            el("label", {{"class", "govuk-label govuk-label--s"}, {"for", "q"}}, words.text(N_("Name, telephone or number of a document"))),
            el("div", {{"class", "govuk-hint"}, {"id", "q-hint"}}, words.text(N_("In any alphabet and order. A slip of the finger does no harm."))),
            el("div", {{"class", "arasha-search__row"}}, box,
               el("button", {{"class", "govuk-button"}, {"type", "submit"}}, words.text(N_("Search")))));
}

Html new_contact_form(const Visit& visit, const char* sentence, std::string_view name, const std::string& person) {
  Html fields = person.empty() ? web::hidden("name", name) : web::hidden("person", person);
  return web::post_form("/contact/begin", visit.csrf, fields,
                        el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, visit.words.text(sentence)));
}

Html result_item(const Desk& desk, const Visit& visit, const Match& one, bool one_word) {
  const Catalogue& words = visit.words;
  const PersonCard& card = one.found.card;
  std::string names;
  for (int i = 1; i < card.names_size(); ++i) names += (names.empty() ? "" : "; ") + card.names(i);
  Html out = el("h2", {{"class", "govuk-heading-s govuk-!-margin-bottom-0"}}, card.names_size() > 0 ? std::string_view(card.names(0)) : words.text(N_("Without a name")));
  if (!names.empty()) out.add(el("div", {}, quiet(names)));
  out.add(el("div", {}, short_person(words, card, today(desk))));
  out.add(el("div", {}, quiet(score_label(words, one.found.score, one_word))));
  if (!one.cases.empty()) out.add(safe_line(desk, visit, one.cases.front().file));
  out.add(case_links(words, one.cases));
  for (std::size_t i = 1; i < one.found.files.size(); ++i) {
    out.add(el("p", {{"class", "govuk-body govuk-!-margin-bottom-1"}}, web::link(compare_address(one.found.person, one.found.files[i]), words.text(N_("Two files, joined: show both")), card.names_size() > 0 ? std::string_view(card.names(0)) : std::string_view())));
  }
  const bool all_closed = std::all_of(one.cases.begin(), one.cases.end(), [](const auto& row) { return row.card.state() == "closed"; });
  if (all_closed) out.add(new_contact_form(visit, N_("New first contact with this person"), "", one.found.person.text()));
  return el("li", {{"class", "arasha-item arasha-item--person"}}, out);
}

web::Response people_form(const Desk& desk, const Visit& visit) {
  // A search that came too late for its session is done again by pressing the button.
  const schema::FormData draft = draft_of(desk, visit);
  if (draft.has("q")) static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  web::Page page = visit.page(std::string(visit.words.text(N_("Find a person"))));
  page.main = web::heading(page.title);
  page.main.add(query_form(visit, draft.get("q")));
  return web::Response::page(web::layout(page));
}

Result<std::vector<Match>> search(const Desk& desk, const Visit& visit, std::string_view text) {
  std::vector<Match> out;
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, IDENTITY));
    for (auto& found : desk.tables.people().search(access, text, kShown)) out.push_back({std::move(found), {}});
  }
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::searched, FileId(), static_cast<std::uint32_t>(out.size())));
  TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
  for (Match& one : out) one.cases = desk.tables.cases().of_person(access, one.found.files);
  return out;
}

web::Response people(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  std::string text(trim(visit.request.form.get("q")));
  if (text.empty()) return people_form(desk, visit);
  web::Page page = visit.page(std::string(words.text(N_("Find a person"))));
  page.main = web::heading(page.title);
  if (text.size() > kLongest) {
    page.main.add(query_form(visit, ""));
    page.main.add(web::paragraph(words.text(N_("This is too long for a name. Write the name alone."))));
    return web::Response::page(web::layout(page), 400);
  }
  const auto results = search(desk, visit, text);
  if (!results) return web::error_page(visit, results.error());
  page.main.add(query_form(visit, text));
  if (results->empty()) {
    page.main.add(web::empty_state(words.text(N_("Nobody of this name.")), words.text(N_("Try fewer words or another spelling. People whose file is closed to you are not found.")),
                                   new_contact_form(visit, N_("New first contact with this name"), text, "")));
    return web::Response::page(web::layout(page));
  }
  page.main.add(el("p", {{"class", "govuk-body"}, {"role", "status"}}, words.plural("{1} person found", "{1} people found", static_cast<std::int64_t>(results->size()))));
  Html items;
  for (const Match& one : *results) items.add(result_item(desk, visit, one, text.find(' ') == std::string::npos));
  page.main.add(el("ol", {{"class", "arasha-items"}}, items));
  page.main.add(web::post_form("/out/people", visit.csrf, web::hidden("q", text),
                               el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("These people as a table for Excel")))));
  page.main.add(web::paragraph(words.text(N_("None of them?"))));
  page.main.add(new_contact_form(visit, N_("New first contact with this name"), text, ""));
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_people_pages(web::Site& site, const Desk& desk) {
  site.place(14, "/people", N_("Find a person"), [](const vault::Directory& state, MemberId member) {
    return reads(state, member, IDENTITY);
  });
  on_get(site, desk, "/people", people_form);
  on_post(site, desk, "/people", people);
}

}  // namespace arasha::casework
