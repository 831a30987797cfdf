// Referring the person of a case to one partner: what goes is chosen field by field, shown as it will be seen, and sent only
// when the check of outflows permits it.
#include <algorithm>

#include "casework/cases.h"
#include "casework/consent/giving.h"
#include "casework/consent/pages.h"
#include "casework/consent/panels.h"
#include "casework/consent/words.h"
#include "referral/packet.h"
#include "referral/room.h"
#include "schema/vocabulary.h"

namespace arasha::referral {
namespace {

using casework::CaseView;
using casework::Decision;

Error none() { return {ErrorCode::not_found, "There is no such page."}; }

Result<CaseView> case_in(const Room& room, const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file || !room.vault.may_open(visit.keyring, *file, ASSISTANCE)) return none();
  TRY(view, casework::open_case_view(room.desk, visit, *file));
  if (!view.reads_case()) return none();
  return view;
}

const vault::Partner* partner_in(const vault::Directory& state, const Visit& visit) {
  const auto id = OrganizationId::from_text(visit.parameters.at("partner"));
  const vault::Partner* partner = id ? state.partner(*id) : nullptr;
  return partner != nullptr && partner->keys ? partner : nullptr;
}

std::string refer_address(FileId file) { return "/case/" + file.text() + "/refer"; }

// What the person's answers, or a decision of two, let through to this partner for this purpose, group by group.
struct Permitted {
  std::vector<std::string> groups;
  std::optional<Decision> refusal;  // of the first group that is not
};
Result<Permitted> permitted(const Room& room, const Visit& visit, const CaseView& view, const std::string& purpose, const std::string& recipient,
                            const std::vector<std::string>& groups) {
  const Date day = today(room);
  TRY(age, casework::age_of_person(room.vault, visit.keyring, view.story, day));
  Permitted out;
  for (const std::string& group : groups) {
    const Decision decision = casework::decide(view.story, {purpose, recipient, {group}}, age, day);
    if (decision.permitted()) out.groups.push_back(group);
    else if (!out.refusal) out.refusal = decision;
  }
  return out;
}

std::vector<std::string> groups_offered(const std::vector<Offered>& fields) {
  std::vector<std::string> out;
  for (const Offered& one : fields) {
    if (std::find(out.begin(), out.end(), one.group) == out.end()) out.push_back(one.group);
  }
  return out;
}

// --- To whom

web::Response choose_partner(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  const Catalogue& words = visit.words;
  const auto state = room.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("Refer to a partner"))));
  page.back = "/case/" + view->file.text();
  page.main = web::heading(view->card.alias(), page.title);
  page.main.add(casework::withheld_panel(visit, *view, today(room)));
  const auto groups = groups_offered(offered_fields(words, *view));
  Html items;
  for (const vault::Partner* partner : partners_of(*state)) {
    const auto may = permitted(room, visit, *view, "referral", partner->name, groups);
    if (!may) return web::error_page(visit, may.error());
    const std::string what = may->groups.empty() ? std::string(words.text(N_("No consent for this partner yet."))) : words.text(N_("The person agreed to: {1}"), {casework::group_names(words, may->groups)});
    items.add(el("li", {{"class", "arasha-item"}}, el("div", {}, web::link(refer_address(view->file) + "/" + partner->id.text(), partner->name)), casework::quiet(what)));
  }
  if (items.is_empty()) page.main.add(web::empty_state(words.text(N_("There are no partners yet")), words.text(N_("Two stewards compare the keys of a partner first.")), web::button_link("/partners", words.text(N_("Partners and their keys")))));
  else page.main.add(el("ul", {{"class", "arasha-items"}}, items));
  page.main.add(web::paragraph(words.text(N_("For an organisation without this program: ")), web::link("/case/" + view->file.text() + "/papers/referral", words.text(N_("Letter of referral")))));
  return web::Response::page(web::layout(page));
}

// --- What goes

struct Form {
  const CaseView& view;
  const vault::Partner& partner;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  Html notice = {};
  Html preview = {};
  int status = 200;
};

std::string purpose_in(const schema::FormData& typed) {
  const std::string_view chosen = typed.get("purpose");
  return casework::goes_outside(chosen) && schema::has_code("consent_purpose", chosen) ? std::string(chosen) : "referral";
}

Html purpose_field(const Catalogue& words, const schema::FormData& typed, const web::FieldErrors& errors) {
  web::ChoiceField field{.name = "purpose", .label = std::string(words.text(N_("Purpose of the consent"))), .choices = {}, .chosen = {purpose_in(typed)}, .kind = web::ChoiceKind::select};
  for (const schema::Option& option : schema::options_of("consent_purpose", words)) {
    if (casework::goes_outside(option.code)) field.choices.push_back({option.code, option.label});
  }
  return web::choice_field(words, field, errors);
}

// One set of boxes for each group; what the consent does not cover is named and cannot be chosen.
Html what_goes(const Room& room, const Visit& visit, const Form& form, const std::vector<Offered>& fields, const Permitted& may) {
  const Catalogue& words = visit.words;
  Html out = web::subheading(words.text(N_("What goes along")), "fields");
  out.add(web::hint(words.text(N_("As little as the partner needs. Nothing is chosen by itself."))));
  for (const std::string& group : groups_offered(fields)) {
    const std::string name = casework::group_names(words, {group});
    if (std::find(may.groups.begin(), may.groups.end(), group) == may.groups.end()) {
      out.add(el("p", {{"class", "govuk-body"}}, el("strong", {}, name), " ", web::tag(web::Meaning::over, words.text(N_("Not covered")))));
      continue;
    }
    web::ChoiceField boxes{.name = "fields", .label = name, .choices = {}, .kind = web::ChoiceKind::checkboxes, .optional = true};
    for (const Offered& one : fields) {
      if (one.group == group) boxes.choices.push_back({one.key, std::string(words.text(one.label.c_str())), one.text});
    }
    for (const std::string_view one : form.typed.all("fields")) boxes.chosen.emplace_back(one);
    out.add(web::choice_field(words, boxes, form.errors));
  }
  if (may.refusal) out.add(casework::ways_out(visit, form.view.file, *may.refusal));
  static_cast<void>(room);
  return out;
}

web::Response refer_page(const Room& room, const Visit& visit, const Form& form) {
  const Catalogue& words = visit.words;
  const auto fields = offered_fields(words, form.view);
  const auto may = permitted(room, visit, form.view, purpose_in(form.typed), form.partner.name, groups_offered(fields));
  if (!may) return web::error_page(visit, may.error());
  web::Page page = visit.page(words.text(N_("Refer to: {1}"), {form.partner.name}));
  page.back = refer_address(form.view.file);
  const EntryForm entry{Referral::descriptor(), form.typed, form.errors};
  page.main = form_head(words, entry, page);
  page.main.add(casework::withheld_panel(visit, form.view, today(room)));
  page.main.add(form.notice);
  page.main.add(form.preview);
  if (may->groups.empty()) {
    page.main.add(web::warning(words, words.text(may->refusal ? casework::sentence_of(may->refusal->refusal) : N_("Nothing is recorded that you may open."))));
    if (may->refusal) page.main.add(casework::ways_out(visit, form.view.file, *may->refusal));
  }
  Html inside = casework::once_field(form.typed);
  inside.add(purpose_field(words, form.typed, form.errors));
  inside.add(form_fields(words, entry));
  inside.add(what_goes(room, visit, form, fields, *may));
  const auto submit = [](std::string_view as, std::string_view text, const char* classes) { return el("button", {{"class", classes}, {"type", "submit"}, {"name", "as"}, {"value", std::string(as)}}, text); };
  const bool shown = !form.preview.is_empty();
  inside.add(web::actions(submit("show", words.text(N_("Show what the partner will see")), shown ? "govuk-button govuk-button--secondary" : "govuk-button"),
                          shown ? submit("send", words.text(N_("Send it")), "govuk-button") : Html(), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(refer_address(form.view.file) + "/" + form.partner.id.text(), visit.csrf, inside));
  return web::Response::page(web::layout(page), form.status);
}

web::Response new_referral(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  const auto state = room.vault.directory();
  const vault::Partner* partner = partner_in(*state, visit);
  if (partner == nullptr) return no_page(visit);
  schema::FormData typed = casework::draft_of(room.desk, visit);
  if (typed.fields().empty()) {
    const auto soon = std::chrono::sys_days(today(room));
    casework::put_today(typed, "answer_by", Date(soon + std::chrono::days(2)));
    casework::put_today(typed, "access_until", Date(soon + std::chrono::days(30)));
  }
  if (!typed.has("once")) typed.add("once", crypto::random_id<exchange::ThreadId>().text());
  return refer_page(room, visit, {*view, *partner, typed, {}});
}

void check_referral(const Referral& referral, Date day, web::FieldErrors& errors) {
  const auto before = [&](const std::string& text) {
    const auto date = date_from_iso(text);
    return date && *date < day;
  };
  for (const auto& [name, value] : {std::pair{"answer_by", referral.answer_by()}, {"access_until", referral.access_until()}, {"arrival_date", referral.arrival_date()}}) {
    if (before(value)) errors.push_back({name, Error(ErrorCode::invalid_input, N_("This day is over. Choose today or a later one."))});
  }
  const auto answer = date_from_iso(referral.answer_by());
  const auto access = date_from_iso(referral.access_until());
  if (answer && access && *access < *answer) errors.push_back({"access_until", Error(ErrorCode::invalid_input, N_("The partner could not read it any more when it answers. Choose a later day."))});
}

ReferralPacket packet_of(const CaseView& view, const Referral& referral, const std::vector<std::string>& keys, const Decision& decision) {
  ReferralPacket out;
  out.set_alias(view.card.alias());
  out.set_reason(referral.reason());
  *out.mutable_services() = referral.services();
  out.set_urgency(referral.urgency());
  out.set_request(referral.request());
  out.set_partial(referral.partial());
  out.set_arrival_date(referral.arrival_date());
  out.set_arrival_time(referral.arrival_time());
  out.set_arrival_place(referral.arrival_place());
  out.set_arrival_who(referral.arrival_who());
  out.set_answer_by(referral.answer_by());
  out.set_access_until(referral.access_until());
  out.set_copy_given(referral.copy_given());
  fill_packet(view, keys, out);
  out.set_purpose(referral.purpose());
  for (const std::string& group : groups_of(keys)) out.add_groups(group);
  out.set_ground(decision.ground == casework::Ground::legal ? "legal" : "consent");
  if (const auto* consent = decision.source == nullptr ? nullptr : decision.source->as<Consent>()) {
    out.set_consent_date(consent->date());
    out.set_consent_until(consent->valid_until());
  }
  if (const auto* proposal = decision.source == nullptr ? nullptr : decision.source->as<SharingOverride>()) out.set_norm(proposal->norm());
  return out;
}

Html preview_of(const Catalogue& words, const vault::Partner& partner, const ReferralPacket& packet) {
  Html inside;
  const auto entries = shown_entries(packet);
  if (entries) {
    for (const Shown& one : *entries) {
      inside.add(el("h3", {{"class", "govuk-heading-s"}}, words.text(schema::entry_type_of(*one.message)->title.c_str())));
      inside.add(casework::values_of(words, *one.message));
    }
  }
  if (!packet.request().empty()) inside.add(el("p", {{"class", "govuk-body arasha-kept"}}, packet.request()));
  if (inside.is_empty()) inside.add(web::hint(words.text(N_("Nothing about the person goes along."))));
  return casework::section(words.text(N_("What {1} will see"), {partner.name}), "preview", inside);
}

// A field of the list that this case holds and the consent covers; others cannot have come from the form.
std::vector<std::string> keys_in(const schema::FormData& typed, const std::vector<Offered>& fields) {
  std::vector<std::string> out;
  for (const std::string_view one : typed.all("fields")) {
    const bool known = std::any_of(fields.begin(), fields.end(), [&](const Offered& field) { return field.key == one; });
    if (known && std::find(out.begin(), out.end(), one) == out.end()) out.emplace_back(one);
  }
  return out;
}

web::Response refer(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  const auto state = room.vault.directory();
  const vault::Partner* partner = partner_in(*state, visit);
  if (partner == nullptr) return no_page(visit);
  const Catalogue& words = visit.words;
  const schema::FormData& typed = visit.request.form;
  const Date day = today(room);
  Referral referral;
  web::FieldErrors errors = schema::parse_form(typed, referral);
  check_referral(referral, day, errors);
  const auto keys = keys_in(typed, offered_fields(words, *view));
  referral.set_purpose(purpose_in(typed));
  referral.set_partner(partner->id.text());
  referral.set_recipient(partner->name);
  referral.set_case_file(view->file.text());
  for (const std::string& key : keys) referral.add_fields(key);
  // What is asked of the partner says something of the person, too: without a group of its own, it counts as needs and services.
  std::vector<std::string> groups = groups_of(keys);
  if (groups.empty()) groups.emplace_back("services");
  if (!errors.empty()) return refer_page(room, visit, {*view, *partner, typed, errors, {}, {}, 400});
  const auto age = casework::age_of_person(room.vault, visit.keyring, view->story, day);
  if (!age) return web::error_page(visit, age.error());
  const Decision decision = casework::decide(view->story, {referral.purpose(), partner->name, groups}, *age, day);
  if (!decision.permitted()) {
    errors.push_back({"fields", Error(ErrorCode::denied, casework::sentence_of(decision.refusal))});
    return refer_page(room, visit, {*view, *partner, typed, errors, casework::ways_out(visit, view->file, decision), {}, 400});
  }
  const ReferralPacket packet = packet_of(*view, referral, keys, decision);
  if (typed.get("as") != "send") return refer_page(room, visit, {*view, *partner, typed, {}, {}, preview_of(words, *partner, packet)});

  const auto once = exchange::ThreadId::from_text(typed.get("once"));
  const exchange::ThreadId thread = once && !once->is_nil() ? *once : crypto::random_id<exchange::ThreadId>();
  const FileId file = exchange::file_of(room.vault, thread);
  if (room.vault.may_open(visit.keyring, file, REFERRAL)) return web::Response::redirect(thread_address(file), N_("The referral was sent before."));
  // The record of what is given comes first: a referral that then fails was recorded in vain, never the other way round.
  Shared shared;
  shared.set_date(to_iso(day));
  shared.set_purpose(referral.purpose());
  shared.set_recipient(partner->name);
  for (const std::string& group : groups) shared.add_groups(group);
  shared.set_how("electronic");
  shared.set_details(std::string(words.text(N_("Referral"))));
  const auto given = casework::record_given(room.vault, visit.keyring, view->file, view->story, shared, *EntryId::from_bytes(thread.bytes()));
  if (!given) return web::error_page(visit, given.error());
  const Time expires = Time(std::chrono::sys_days(*date_from_iso(referral.access_until())).time_since_epoch()) + std::chrono::days(1);
  const auto sent = send(room.vault, visit.keyring, thread, {{partner->id, exchange::kReferral, schema::serialise(packet), expires}},
                         {.notes = {&referral}, .card = [id = view->file.text()](ThreadCard& card) { card.set_case_file(id); }, .files = {}});
  if (!sent) return web::error_page(visit, sent.error());
  CaseReferral link;
  link.set_direction("out");
  link.set_partner(partner->name);
  link.set_thread(file.text());
  link.set_date(to_iso(day));
  const auto linked = casework::Cases(room.vault).add(visit.keyring, view->file, link);
  if (!linked) return web::error_page(visit, linked.error());
  static_cast<void>(room.vault.drop_draft(visit.keyring, visit.request.path));
  if (room.nudge) room.nudge();
  return web::Response::redirect(thread_address(file), sent->by_hand ? N_("Saved. The partner has no address on the network: download the file and carry it.") : N_("Sent."));
}

}  // namespace

void add_refer_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/case/{file}/refer", choose_partner);
  on_get(site, room, "/case/{file}/refer/{partner}", new_referral);
  on_post(site, room, "/case/{file}/refer/{partner}", refer);
}

}  // namespace arasha::referral
