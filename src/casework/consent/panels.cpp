#include "casework/consent/panels.h"

#include <algorithm>

#include "casework/consent/outflow.h"
#include "casework/consent/words.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kGivenShown = 3;

std::string entry_address(const CaseView& view, const char* step, const Item& item) {
  return "/file/" + view.file.text() + "/" + step + "/" + item.latest().id.text() +
         "?case=" + view.file.text();
}

Html links(const Html& inside) {
  return el("p", {{"class", "arasha-entry__links"}}, inside);
}

Html withheld_item(const Visit& visit, const CaseView& view, const Withheld& one) {
  const Catalogue& words = visit.words;
  std::string about = label(words, "withheld_reason", one.entry->reason());
  if (!one.entry->until().empty())
    about += "; " + words.text(N_("until {1}"), {date_label(words, one.entry->until())});
  Html out = el("strong", {}, one.entry->who());
  out.add(" – " + about);
  if (!one.entry->details().empty()) out.add(el("div", {{"class", "arasha-kept"}}, one.entry->details()));
  if (view.may_change(ASSISTANCE))
    out.add(links(web::link(correct_address(view, view.file, *one.item), words.text(N_("Correct or lift")),
                            one.entry->who())));
  return el("li", {}, out);
}

const char* state_word(ConsentState state) {
  switch (state) {
    case ConsentState::given:
      return N_("Given");
    case ConsentState::refused:
      return N_("Refused");
    case ConsentState::withdrawn:
      return N_("Withdrawn");
    case ConsentState::expired:
      return N_("No longer valid");
  }
  return "";
}

web::Meaning state_meaning(ConsentState state) {
  switch (state) {
    case ConsentState::given:
      return web::Meaning::good;
    case ConsentState::refused:
      return web::Meaning::over;
    case ConsentState::withdrawn:
      return web::Meaning::danger;
    case ConsentState::expired:
      return web::Meaning::waiting;
  }
  return web::Meaning::plain;
}

Html consent_item(const Visit& visit, const CaseView& view, const StandingConsent& one) {
  const Catalogue& words = visit.words;
  Html line = web::tag(state_meaning(one.state), words.text(state_word(one.state)));
  line.add(" " + label(words, "consent_purpose", one.consent->purpose()) + " – " + one.consent->recipient() +
           " ");
  std::string when = date_label(words, one.consent->date());
  if (one.state == ConsentState::given && !one.consent->valid_until().empty()) {
    when += "; " + words.text(N_("until {1}"), {date_label(words, one.consent->valid_until())});
  }
  line.add(quiet(when));
  if (!one.groups.empty()) line.add(el("div", {}, quiet(group_names(words, one.groups))));
  if (!view.may_change(ASSISTANCE)) return el("li", {}, line);
  const std::string form = add_address(view, schema::entry_type_of<Consent>());
  const std::string id = one.item->latest().id.text();
  Html ways;
  if (one.state == ConsentState::given) {
    ways.add(web::link(form + "&withdraw=" + id, words.text(N_("Take back")), one.consent->recipient()));
  }
  if (!one.groups.empty()) {
    ways.add(" ");
    ways.add(web::link(add_address(view, schema::entry_type_of<Shared>()) + "&from=" + id,
                       words.text(N_("Record what is given")), one.consent->recipient()));
  }
  if (one.state == ConsentState::expired)
    ways.add(web::link(form + "&again=" + id, words.text(N_("Ask again")), one.consent->recipient()));
  if (!ways.is_empty()) line.add(links(ways));
  return el("li", {}, line);
}

Html override_item(const Visit& visit, const vault::Directory& state, const CaseView& view,
                   const StandingOverride& one) {
  const Catalogue& words = visit.words;
  const bool waits = one.state == OverrideState::waiting;
  Html line = web::tag(waits ? web::Meaning::waiting : web::Meaning::danger,
                       words.text(waits ? N_("Waits for a second person") : N_("Confirmed")));
  line.add(" " + label(words, "consent_purpose", one.proposal->purpose()) + " – " +
           one.proposal->recipient() + " ");
  line.add(quiet(label(words, "sharing_ground", one.proposal->ground()) + "; " +
                 words.text(N_("until {1}"), {date_label(words, one.proposal->valid_until())})));
  line.add(el("div", {},
              quiet(group_names(words, {one.proposal->groups().begin(), one.proposal->groups().end()}))));
  std::string who = words.text(N_("Proposed by {1}"), {member_name(state, one.item->latest().author)});
  if (one.confirmation != nullptr)
    who += "; " + words.text(N_("confirmed by {1}"), {member_name(state, one.confirmation->latest().author)});
  line.add(el("div", {}, quiet(who)));
  if (!view.may_change(ASSISTANCE)) return el("li", {}, line);
  if (!waits) {
    line.add(links(web::link(
        add_address(view, schema::entry_type_of<Shared>()) + "&from=" + one.item->latest().id.text(),
        words.text(N_("Record what is given")), one.proposal->recipient())));
  } else if (!has_written(*one.item, visit.keyring.member())) {
    line.add(links(web::link(entry_address(view, "sharing", *one.item), words.text(N_("Read and confirm")),
                             one.proposal->recipient())));
  }
  return el("li", {}, line);
}

bool has_telephone(const google::protobuf::Descriptor& descriptor) {
  const auto fields = schema::form_fields(descriptor);
  return std::any_of(fields.begin(), fields.end(), [](const schema::FormField& field) {
    return field.control == schema::Control::telephone;
  });
}

// What the shift knows of how to reach the person.
enum class Known { yes, nothing, closed };
struct SafeKnown {
  Known known = Known::closed;
  SafeContact safe;
};
SafeKnown safe_of_case(const Desk& desk, const Visit& visit, FileId case_file) {
  SafeKnown out;
  if (!desk.vault.may_open(visit.keyring, case_file, PRESENCE)) {
    const auto readers = readers_of(desk.vault, case_file, PRESENCE);
    if (readers && !readers->exists) out.known = Known::nothing;
    return out;
  }
  const auto bytes = desk.vault.card(visit.keyring, case_file, PRESENCE);
  const auto card =
      bytes && *bytes ? schema::parse_as<PresenceCard>(**bytes) : Result<PresenceCard>(PresenceCard());
  if (!bytes || !card) return out;
  out.safe.set_number(card->safe_number());
  out.safe.set_hours(card->safe_hours());
  out.safe.set_code_word(card->code_word());
  out.safe.set_who_is_calling(card->who_is_calling());
  out.safe.set_never_do(card->never_do());
  out.safe.set_hide(card->hide());
  out.known = out.safe.ByteSizeLong() > 0 ? Known::yes : Known::nothing;
  return out;
}

const char* sentence_without(Known known) {
  return known == Known::closed
             ? N_("The safe contact is not shown to you: ask a colleague before you call or write.")
             : N_("No safe contact is recorded: ask first how to reach the person safely.");
}

// The cases of a person that this member may see, newest first.
std::vector<FileId> cases_of(const Desk& desk, const Visit& visit, FileId person) {
  std::vector<FileId> out;
  auto access = desk.tables.projection().enter(visit.keyring, ASSISTANCE);
  if (!access) return out;
  for (const projection::CaseRow& row : desk.tables.cases().of_person(*access, person))
    out.push_back(row.file);
  return out;
}

}  // namespace

Html withheld_panel(const Visit& visit, const CaseView& view, Date day) {
  Html items;
  for (const Withheld& one : withheld_list(view.story, day)) items.add(withheld_item(visit, view, one));
  if (items.is_empty()) return {};
  const Catalogue& words = visit.words;
  Html inside = el("p", {{"class", "govuk-body"}},
                   words.text(N_("They must not learn anything, not even that the person is here.")));
  inside.add(el("ul", {{"class", "govuk-list"}}, items));
  return section(words.text(N_("Withheld from")), "withheld-heading", inside, "arasha-safe");
}

Html safe_panel(const Visit& visit, const CaseView& view) {
  if (view.card.provenance() == "ctdc_import") return {};  // nobody to call
  const Catalogue& words = visit.words;
  const Item* item = last_item<SafeContact>(view.story);
  Html inside;
  if (item != nullptr) {
    inside = values_of(words, *item->latest().message);
    if (view.may_change(PRESENCE))
      inside.add(links(web::link(correct_address(view, view.file, *item), words.text(N_("Correct")),
                                 words.text(N_("Safe contact")))));
  } else {
    const std::uint16_t type = schema::entry_type_of<SafeContact>().number;
    const auto& items = view.story.items;
    const bool closed = std::any_of(items.begin(), items.end(),
                                    [&](const Item& one) { return one.closed && one.type == type; });
    inside = el("p", {{"class", "govuk-body"}},
                words.text(sentence_without(closed ? Known::closed : Known::nothing)));
    if (!closed && view.may_change(PRESENCE))
      inside.add(links(web::link(add_address(view, schema::entry_type_of<SafeContact>()),
                                 words.text(N_("Write it down")), words.text(N_("Safe contact")))));
  }
  return section(words.text(N_("Before you call")), "safe-heading", inside, "arasha-safe");
}

Html consents_panel(const Visit& visit, const CaseView& view, Date day) {
  Html items;
  for (const StandingConsent& one : standing_consents(view.story, day))
    items.add(consent_item(visit, view, one));
  if (items.is_empty()) return {};
  return section(visit.words.text(N_("Consents")), "consents-heading",
                 el("ul", {{"class", "govuk-list arasha-consents"}}, items));
}

Html sharing_panel(const Visit& visit, const vault::Directory& state, const CaseView& view, Date day) {
  const Catalogue& words = visit.words;
  Html out;
  Html items;
  for (const StandingOverride& one : standing_overrides(view.story, day)) {
    if (one.state != OverrideState::over) items.add(override_item(visit, state, view, one));
  }
  if (!items.is_empty()) {
    out.add(section(words.text(N_("Sharing without consent")), "override-heading",
                    el("ul", {{"class", "govuk-list arasha-consents"}}, items)));
  }
  Html given;
  const auto all = view.story.all<Shared>();
  for (std::size_t i = all.size(); i-- > 0 && all.size() - i <= kGivenShown;) {
    const auto* shared = all[i]->as<Shared>();
    const std::string what = date_label(words, shared->date()) + ": " + shared->recipient();
    given.add(el("li", {}, what, " ",
                 quiet(group_names(words, {shared->groups().begin(), shared->groups().end()}))));
  }
  if (!given.is_empty()) {
    Html inside = el("ul", {{"class", "govuk-list arasha-consents"}}, given);
    if (all.size() > kGivenShown && !view.printing)
      inside.add(links(web::link("/case/" + view.file.text() + "?type=Shared#timeline",
                                 words.text(N_("Show all")), words.text(N_("Information given")))));
    out.add(section(words.text(N_("Information given")), "given-heading", inside));
  }
  return out;
}

Html paper_note(const Catalogue& words) {
  return el("p", {{"class", "govuk-body"}},
            words.text(N_("Before it is given to anybody outside, record “Information given” in the case: "
                          "there it is checked whether the person agreed.")));
}

Html safe_before_form(const Desk& desk, const Visit& visit, FileId file, const schema::EntryType& type) {
  if (type.descriptor == SafeContact::descriptor() || !has_telephone(*type.descriptor)) return {};
  const Catalogue& words = visit.words;
  const bool of_person = type.compartment == IDENTITY || type.compartment == HEALTH;
  SafeKnown best;
  for (const FileId one : of_person ? cases_of(desk, visit, file) : std::vector<FileId>{file}) {
    SafeKnown found = safe_of_case(desk, visit, one);
    if (found.known == Known::nothing && best.known == Known::closed)
      best = std::move(found);
    else if (found.known == Known::yes) {
      best = std::move(found);
      break;
    }
  }
  Html inside = el("p", {{"class", "govuk-heading-s"}}, words.text(N_("Before you call")));
  if (best.known == Known::yes)
    inside.add(values_of(words, best.safe));
  else
    inside.add(el("p", {{"class", "govuk-body"}}, words.text(sentence_without(best.known))));
  return el("div", {{"class", "arasha-safe"}}, inside);
}

Html safe_line(const Desk& desk, const Visit& visit, FileId case_file) {
  const Catalogue& words = visit.words;
  const SafeKnown found = safe_of_case(desk, visit, case_file);
  Html out = el("strong", {}, words.text(N_("Before you call")), ":");
  if (found.known != Known::yes) {
    out.add(" ");
    out.add(words.text(sentence_without(found.known)));
    return el("p", {{"class", "arasha-safe-line"}}, out);
  }
  for (const schema::FormField& field : schema::form_fields(*SafeContact::descriptor())) {
    const std::string value = found.safe.GetReflection()->GetString(found.safe, field.descriptor);
    if (!value.empty())
      out.add(std::string(" ") + std::string(words.text(field.label.c_str())) + ": " + value + ".");
  }
  return el("p", {{"class", "arasha-safe-line"}}, out);
}

}  // namespace arasha::casework
