#include "casework/lists/saved.h"

#include <algorithm>

#include "base/text.h"
#include "casework/lists/case_filter.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kLongestName = 60;  // characters
constexpr const char* kPage = "/cases/filters";

using Filter = SavedFilters::Filter;

Filter* find(SavedFilters& saved, std::string_view id) {
  const auto found = std::find_if(saved.mutable_filters()->begin(), saved.mutable_filters()->end(), [&](const Filter& one) { return one.id() == id; });
  return found == saved.mutable_filters()->end() ? nullptr : &*found;
}

Error gone() { return {ErrorCode::not_found, "This filter is not there any more."}; }

Result<std::string> name_from(const schema::FormData& form) {
  TRY(name, clean_text(form.get("name")));
  std::replace(name.begin(), name.end(), '\n', ' ');
  if (name.empty()) return Error(ErrorCode::invalid_input, "Give the filter a name.");
  if (length(name) > kLongestName) return Error(ErrorCode::invalid_input, "This name is too long. At most {1} letters.", {std::to_string(kLongestName)});
  return name;
}

bool is_named(const SavedFilters& saved, const std::string& name, std::string_view except) {
  return std::any_of(saved.filters().begin(), saved.filters().end(), [&](const Filter& one) { return one.id() != except && fold_case(one.name()) == fold_case(name); });
}

Html name_field(const Catalogue& words, const std::string& id, const std::string& value, const web::FieldErrors& errors) {
  web::TextField field{"name", std::string(words.text(N_("Name of the filter")))};
  field.value = value;
  field.max_length = kLongestName;
  field.width = 20;
  field.hint = id.empty() ? std::string(words.text(N_("Only you see it, in every browser of yours."))) : std::string();
  return web::text_field(words, field, errors);
}

// What the chips of the list would say.
std::string in_words(const Catalogue& words, const vault::Directory& state, const std::string& address) {
  std::string out;
  for (const web::Chip& chip : read_filter(words, state, filter_from(address)).chips) out += (out.empty() ? "" : "; ") + chip.text;
  return out;
}

web::Response manage(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto saved = saved_filters(desk, visit.keyring);
  if (!saved) return web::error_page(visit, saved.error());
  const auto state = desk.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("My filters"))));
  page.back = "/cases?view=all";
  page.main = web::heading(page.title);
  page.main.add(web::hint(words.text(N_("They are sealed to you: no colleague and no administrator sees them."))));
  if (saved->filters().empty()) {
    page.main.add(web::empty_state(words.text(N_("No filter is kept.")), words.text(N_("Filter the list of cases, and keep the filter by a name.")),
                                   web::actions(web::button_link("/cases?view=all", words.text(N_("To the list of cases")), web::ButtonKind::secondary))));
    return web::Response::page(web::layout(page));
  }
  for (const Filter& one : saved->filters()) {
    const std::string base = std::string(kPage) + "/" + one.id();
    const bool first = saved->first() == one.id();
    Html block = el("h2", {{"class", "govuk-heading-s govuk-!-margin-bottom-1"}}, web::link("/cases?" + one.address(), one.name()));
    if (first) block.add(el("p", {{"class", "govuk-!-margin-bottom-1"}}, web::tag(web::Meaning::active, words.text(N_("First view")))));
    block.add(el("p", {{"class", "govuk-body"}}, quiet(in_words(words, *state, one.address()))));
    web::TextField name{"name", std::string(words.text(N_("New name for “{1}”"), {one.name()}))};
    name.value = one.name();
    name.max_length = kLongestName;
    name.width = 20;
    // One box on a page has the name; each needs an id of its own, so the field carries the filter's id.
    name.name = "name-" + one.id();
    block.add(web::details(words.text(N_("Change")), el("div", {},
        web::post_form(base + "/rename", visit.csrf, web::text_field(words, name), web::button(words.text(N_("Rename")))),
        web::post_form(base + "/first", visit.csrf, web::hidden("first", first ? "" : "1"),
                       el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(first ? N_("Begin with all cases again") : N_("Begin the list with this filter")))),
        web::post_form(base + "/delete", visit.csrf,
                       el("button", {{"class", "govuk-button govuk-button--warning"}, {"type", "submit"}}, words.text(N_("Delete")), el("span", {{"class", "govuk-visually-hidden"}}, ": " + one.name()))))));
    page.main.add(block);
  }
  return web::Response::page(web::layout(page));
}

web::Response again(const Visit& visit, const Error& error, const std::string& address) {
  const Catalogue& words = visit.words;
  const web::FieldErrors errors = {{"name", error}};
  web::Page page = visit.page(std::string(words.text(N_("Keep this filter"))));
  page.back = "/cases?" + address;
  page.wrong = true;
  page.main = web::error_summary(words, errors, {{"name", std::string(words.text(N_("Name of the filter")))}});
  page.main.add(web::heading(page.title));
  const auto typed = clean_text(visit.request.form.get("name"));
  page.main.add(web::post_form(std::string(kPage), visit.csrf, web::hidden("filter", address), name_field(words, "", typed ? *typed : "", errors), web::button(words.text(N_("Keep the filter")))));
  return web::Response::page(web::layout(page), 400);
}

// The address is read and written anew: only what the filter means is kept.
web::Response keep(const Desk& desk, const Visit& visit) {
  const std::string address = address_of(read_filter(visit.words, *desk.vault.directory(), filter_from(visit.request.form.get("filter"))));
  const auto name = name_from(visit.request.form);
  if (!name) return again(visit, name.error(), address);
  if (address.empty()) return web::error_page(visit, Error(ErrorCode::invalid_input, "There is no filter to keep. Filter the list first."));
  const auto kept = change_filters(desk, visit.keyring, [&](SavedFilters& saved) -> Result<bool> {
    for (const Filter& one : saved.filters()) {
      if (one.name() == *name && one.address() == address) return false;  // sent twice
    }
    if (is_named(saved, *name, "")) return Error(ErrorCode::invalid_input, "A filter of yours has this name already. Choose another.");
    if (saved.filters_size() >= kSavedMost) return Error(ErrorCode::invalid_input, "You keep {1} filters already. Delete one first.", {std::to_string(kSavedMost)});
    Filter& fresh = *saved.add_filters();
    fresh.set_id(crypto::random_id<EntryId>().text());
    fresh.set_name(*name);
    fresh.set_address(address);
    return true;
  });
  if (!kept) return kept.error().code == ErrorCode::invalid_input ? again(visit, kept.error(), address) : web::error_page(visit, kept.error());
  return web::Response::redirect("/cases?" + address, N_("The filter is kept."));
}

web::Response change_one(const Desk& desk, const Visit& visit, const char* notice, const std::function<Result<void>(SavedFilters&, Filter&)>& use) {
  const std::string id = visit.parameters.at("id");
  const auto changed = change_filters(desk, visit.keyring, [&](SavedFilters& saved) -> Result<bool> {
    Filter* filter = find(saved, id);
    if (filter == nullptr) return gone();
    TRY_VOID(use(saved, *filter));
    return true;
  });
  if (!changed) return web::error_page(visit, changed.error());
  return web::Response::redirect(kPage, notice);
}

web::Response rename(const Desk& desk, const Visit& visit) {
  schema::FormData form;
  form.add("name", std::string(visit.request.form.get("name-" + visit.parameters.at("id"))));
  const auto name = name_from(form);
  if (!name) return web::error_page(visit, name.error());
  return change_one(desk, visit, N_("Renamed."), [&](SavedFilters& saved, Filter& filter) -> Result<void> {
    if (is_named(saved, *name, filter.id())) return Error(ErrorCode::invalid_input, "A filter of yours has this name already. Choose another.");
    filter.set_name(*name);
    return {};
  });
}

web::Response choose_first(const Desk& desk, const Visit& visit) {
  const bool first = !visit.request.form.get("first").empty();
  return change_one(desk, visit, first ? N_("The list of cases begins with this filter now.") : N_("The list begins with all cases again."), [&](SavedFilters& saved, Filter& filter) -> Result<void> {
    saved.set_first(first ? filter.id() : std::string());
    return {};
  });
}

web::Response remove(const Desk& desk, const Visit& visit) {
  return change_one(desk, visit, N_("The filter is deleted."), [&](SavedFilters& saved, Filter& filter) -> Result<void> {
    const std::string id = filter.id();
    if (saved.first() == id) saved.clear_first();
    auto& all = *saved.mutable_filters();
    all.erase(std::find_if(all.begin(), all.end(), [&](const Filter& one) { return one.id() == id; }));
    return {};
  });
}

}  // namespace

std::string first_view(const SavedFilters& saved) {
  for (const Filter& one : saved.filters()) {
    if (!saved.first().empty() && one.id() == saved.first()) return one.address();
  }
  return {};
}

Html saved_links(const Visit& visit, const SavedFilters& saved, const std::string& current) {
  if (saved.filters().empty()) return {};
  const Catalogue& words = visit.words;
  Html items;
  const auto way = [&](const std::string& address, std::string_view text, bool here) {
    items.add(el("li", {}, el("a", {{"class", "arasha-filter-link"}, {"href", address}, {"aria-current", "true", here}}, text)));
  };
  way("/cases?view=all", words.text(N_("All")), current.empty() || current == "view=all");
  for (const Filter& one : saved.filters()) way("/cases?" + one.address(), one.name(), one.address() == current);
  items.add(el("li", {}, web::link(kPage, words.text(N_("My filters")))));
  return el("nav", {{"aria-label", std::string(words.text(N_("My filters")))}, {"class", "arasha-filter-links"}}, el("ul", {}, items));
}

Html keep_filter_form(const Visit& visit, const std::string& current) {
  const Catalogue& words = visit.words;
  return web::details(words.text(N_("Keep this filter")), web::post_form(kPage, visit.csrf, web::hidden("filter", current), name_field(words, "", "", {}), web::button(words.text(N_("Keep the filter")))));
}

void add_saved_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/cases/filters", manage);
  on_post(site, desk, "/cases/filters", keep);
  on_post(site, desk, "/cases/filters/{id}/rename", rename);
  on_post(site, desk, "/cases/filters/{id}/first", choose_first);
  on_post(site, desk, "/cases/filters/{id}/delete", remove);
}

}  // namespace arasha::casework
