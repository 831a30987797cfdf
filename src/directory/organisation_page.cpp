// One organisation: what it does, where, whom to ask, and who looked at it last.
#include <algorithm>

#include "directory/room.h"

namespace arasha::directory {
namespace {

Html section(std::string_view title, const std::string& id, const Html& inside) {
  return el("section", {{"class", "arasha-block"}, {"aria-labelledby", id}}, web::subheading(title, id), inside);
}

class Shown {
 public:
  Shown(const Desk& desk, const Visit& visit, const Record& record)
      : desk_(desk), visit_(visit), words_(visit.words), record_(record), writes_(writes(desk, visit)), home_(address_of(record.file)) {}

  Html html() {
    const auto& organisation = *record_.organisation()->as<DirectoryOrganisation>();
    const DirectoryCard card = card_of(record_);
    Html out;
    Html tags = quiet(web::label(words_, "organisation_type", organisation.type()));
    if (!organisation.ended().empty()) tags.add(" "), tags.add(web::tag(web::Meaning::over, words_.text(N_("Closed"))));
    if (organisation.give_on() == "yes") tags.add(" "), tags.add(web::tag(web::Meaning::plain, words_.text(N_("May be given on"))));
    tags.add(" ");
    tags.add(checked_html(words_, card, today(desk_), check_months(desk_)));
    out.add(el("p", {{"class", "arasha-tags"}}, tags));
    if (writes_) {
      out.add(web::post_form(home_ + "/checked", visit_.csrf, web::once_field({}), web::actions(web::button(words_.text(N_("I checked this today"))),
                             web::link(home_ + "/add/DirectoryChecked", words_.text(N_("Something had changed"))))));
    }
    out.add(section(words_.text(N_("Organisation")), "organisation", item_html(*record_.organisation(), {"name"})));
    out.add(group<DirectoryService>(N_("Services"), "services"));
    out.add(group<DirectoryPlace>(N_("Places"), "places"));
    out.add(group<DirectoryVacancy>(N_("Free places"), "vacancies"));
    out.add(group<DirectoryContact>(N_("Whom to ask"), "contacts"));
    Html checks;
    const auto all = record_.all<DirectoryChecked>();
    for (auto one = all.rbegin(); one != all.rend(); ++one) {
      const auto* checked = (*one)->as<DirectoryChecked>();
      const std::string who = member_name(*desk_.vault.directory(), (*one)->latest().author);
      std::string text = web::date_label(words_, checked->date()) + ", " + who;
      for (const std::string& part : {checked->asked(), checked->changed()}) {
        if (!part.empty()) text += ": " + part;
      }
      checks.add(el("li", {}, text));
    }
    if (!checks.is_empty()) out.add(section(words_.text(N_("Who checked, and when")), "checks", el("ul", {{"class", "govuk-list"}}, checks)));
    return out;
  }

 private:
  template <class MessageType>
  Html group(const char* title, const std::string& id) {
    const schema::EntryType& type = schema::entry_type_of<MessageType>();
    Html inside;
    Html closed;
    for (const Item* item : record_.all<MessageType>()) {
      Html one = el("div", {{"class", "arasha-entry"}}, item_html(*item, {}));
      if (ended(*item->latest().message).empty()) inside.add(one);
      else closed.add(one);
    }
    if (!closed.is_empty()) inside.add(web::details(words_.text(N_("Closed")), closed));
    if (inside.is_empty()) inside.add(el("p", {{"class", "govuk-hint"}}, words_.text(N_("Nothing is written down yet."))));
    if (writes_) {
      inside.add(el("p", {{"class", "govuk-body arasha-no-print"}}, web::link(home_ + "/add/" + type.descriptor->name(), words_.text(N_("Add")), words_.text(type.title.c_str()))));
    }
    return section(words_.text(title), id, inside);
  }

  std::string about(const Item& item) const {
    if (const auto* service = item.as<DirectoryService>()) return service->name();
    if (const auto* contact = item.as<DirectoryContact>()) return contact->name();
    if (const auto* place = item.as<DirectoryPlace>()) return place_text(words_, *place);
    if (const auto* vacancy = item.as<DirectoryVacancy>()) return vacancy_text(words_, *vacancy);
    if (const auto* organisation = item.as<DirectoryOrganisation>()) return organisation->name();
    return {};
  }

  Html where(const DirectoryService& service) const {
    std::string out;
    for (const std::string& letters : service.places()) {
      const auto id = EntryId::from_text(letters);
      const Item* item = id ? record_.find(*id) : nullptr;
      const auto* place = item == nullptr ? nullptr : item->as<DirectoryPlace>();
      if (place != nullptr) out += (out.empty() ? "" : "; ") + place_text(words_, *place);
    }
    if (out.empty()) return {};
    return el("p", {{"class", "govuk-body"}}, words_.text(N_("Where")), ": ", out);
  }

  Html item_html(const Item& item, const std::vector<std::string_view>& without) const {
    Html out;
    std::vector<std::string_view> hidden = without;
    const auto* service = item.as<DirectoryService>();
    if (service != nullptr) {
      out.add(el("h3", {{"class", "govuk-heading-s"}}, service->name()));
      if (service->status() != "active") out.add(el("p", {{"class", "arasha-tags"}}, web::tag(web::Meaning::over, web::label(words_, "directory_status", service->status()))));
      hidden.insert(hidden.end(), {"name", "hours", "status"});
    }
    if (const auto* vacancy = item.as<DirectoryVacancy>()) {
      const auto said = date_from_iso(vacancy->date());
      out.add(el("p", {{"class", "govuk-body"}}, el("strong", {}, vacancy_text(words_, *vacancy)), " ", quiet(said ? words_.text(N_("said {1}"), {ago(words_, *said, today(desk_))}) : "")));
      hidden.insert(hidden.end(), {"kind", "sexes", "ages", "least", "most"});
    }
    const auto* place = item.as<DirectoryPlace>();
    if (place != nullptr && place->secrecy() != "public") out.add(el("p", {{"class", "arasha-tags"}}, web::tag(web::Meaning::danger, words_.text(N_("Secret address: it never leaves the house")))));
    out.add(web::values_of(words_, *item.latest().message, nullptr, hidden));
    if (service != nullptr) {
      Html hours;
      for (const auto& row : service->hours()) hours.add(el("li", {}, hours_text(words_, row)));
      if (!hours.is_empty()) out.add(el("p", {{"class", "govuk-body"}}, words_.text(N_("Opening hours")), ":")), out.add(el("ul", {{"class", "govuk-list"}}, hours));
      out.add(where(*service));
    }
    if (const std::string day = ended(*item.latest().message); !day.empty()) out.add(el("p", {{"class", "govuk-body"}}, words_.text(N_("Closed on {1}"), {web::date_label(words_, day)})));
    out.add(history(item));
    if (writes_) out.add(steps(item));
    return out;
  }

  Html steps(const Item& item) const {
    const std::string id = item.latest().id.text();
    const bool open = ended(*item.latest().message).empty();
    Html out = el("p", {{"class", "arasha-entry__links arasha-no-print"}}, web::link(home_ + "/correct/" + id, words_.text(N_("Correct")), about(item)));
    if (can_end(*item.latest().message)) {
      out.add(web::post_form(home_ + (open ? "/close/" : "/reopen/") + id, visit_.csrf, small_button(words_.text(open ? N_("It is no more") : N_("It is there again")), about(item))));
    }
    return out;
  }

  Html history(const Item& item) const {
    const auto state = desk_.vault.directory();
    const auto line = [&](const Version& version) { return member_name(*state, version.author) + ", " + words_.moment(version.time); };
    if (item.versions.size() == 1) return el("p", {{"class", "govuk-body-s"}}, quiet(line(item.latest())));
    Html earlier;
    for (auto version = std::next(item.versions.rbegin()); version != item.versions.rend(); ++version) {
      earlier.add(el("p", {{"class", "govuk-body-s"}}, quiet(line(*version))));
      earlier.add(web::values_of(words_, *version->message));
    }
    Html out = el("p", {{"class", "govuk-body-s"}}, quiet(line(item.latest())));
    out.add(web::details(words_.text(N_("Earlier versions")), earlier));
    return out;
  }

  const Desk& desk_;
  const Visit& visit_;
  const Catalogue& words_;
  const Record& record_;
  bool writes_;
  std::string home_;
};

web::Response organisation_page(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file) return web::no_page(visit);
  const auto record = Files(desk.vault).read(visit.keyring, *file);
  if (!record) return web::error_page(visit, record.error());
  web::Page page = visit.page(record->organisation()->as<DirectoryOrganisation>()->name());
  page.back = kHome;
  page.main = web::heading(visit.words.text(N_("Directory")), page.title);
  page.main.add(Shown(desk, visit, *record).html());
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_organisation_pages(web::Site& site, const Desk& desk) { on_get(site, desk, "/directory/{file}", organisation_page); }

}  // namespace arasha::directory
