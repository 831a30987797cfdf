// Referring somebody to an organisation without this program: a page that is read one time, with words told by telephone; or a PDF
// in an age file, which opens with the same words.
#include "casework/differences.h"
#include "crypto/age.h"
#include "exchange/once.h"
#include "paper/letterhead.h"
#include "paper/typeset.h"
#include "referral/refer_form.h"
#include "schema/vocabulary.h"

namespace arasha::referral {
namespace {

std::string action_of(FileId case_file) { return refer_address(case_file) + "/outside"; }

// The words that open the file; they come with the form, so that they can be written down before it is made.
std::string words_in(const schema::FormData& typed) {
  const std::string_view kept = typed.get("words");
  return kept.size() > 20 && kept.size() < 200 ? std::string(kept) : crypto::random_passphrase(6);
}

Html first_fields(const Catalogue& words, const schema::FormData& typed, const web::FieldErrors& errors) {
  Html out = web::text_field(words, {.name = "recipient", .label = std::string(words.text(N_("Recipient"))), .hint = std::string(words.text(N_("As it stands in the consent."))), .value = std::string(typed.get("recipient"))}, errors);
  web::ChoiceField way{.name = "way", .label = std::string(words.text(N_("How it goes"))), .choices = {}, .chosen = {typed.has("way") ? std::string(typed.get("way")) : "page"}};
  way.choices.push_back({"page", std::string(words.text(N_("A page that can be read one time"))), std::string(words.text(N_("You send the address in any way, and tell six words by telephone.")))});
  way.choices.push_back({"file", std::string(words.text(N_("A locked file (age)"))), std::string(words.text(N_("It opens with the program age and the six words. For partners who are used to it.")))});
  out.add(web::choice_field(words, way, errors));
  return out;
}

web::Response show(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  schema::FormData typed = casework::draft_of(room.desk, visit);
  begin_typed(room, typed);
  return refer_page(room, visit, std::string(visit.words.text(N_("Refer to an organisation without this program"))),
                    {.view = *view, .recipient = std::string(typed.get("recipient")), .action = action_of(view->file), .typed = typed, .errors = {}, .before = first_fields(visit.words, typed, {})});
}

// What the reader sees, as lines: the same of the page and of the paper.
struct Line {
  std::string heading;  // or:
  std::string label;
  std::string text;
};
std::vector<Line> lines_of(const Catalogue& words, const ReferralPacket& packet) {
  std::vector<Line> out;
  const auto fact = [&](const char* label, std::string text) {
    if (!text.empty()) out.push_back({{}, std::string(words.text(label)), std::move(text)});
  };
  fact(N_("What the partner is asked for"), needs_text(words, packet.services()));
  fact(N_("How urgent"), casework::label(words, "urgency", packet.urgency()));
  fact(N_("In the sender's words"), packet.request());
  fact(N_("Day of the arrival"), casework::date_label(words, packet.arrival_date()));
  fact(N_("Time of the arrival"), packet.arrival_time());
  fact(N_("Where they meet"), packet.arrival_place());
  fact(N_("Who brings the person, and how they know each other"), packet.arrival_who());
  if (packet.partial() == "yes") fact(N_("Attention"), std::string(words.text(N_("Told under difficult conditions: it may be incomplete or wrong"))));
  const auto entries = shown_entries(packet);
  if (!entries) return out;
  for (const Shown& one : *entries) {
    out.push_back({std::string(words.text(schema::entry_type_of(*one.message)->title.c_str())), {}, {}});
    for (const schema::FormField& field : schema::form_fields(*one.message->GetDescriptor())) {
      std::string value = casework::value_of(*one.message, field, words);
      if (!value.empty()) out.push_back({{}, std::string(words.text(field.label.c_str())), std::move(value)});
    }
  }
  return out;
}

exchange::OnceContent content_of(const Catalogue& words, const ReferralPacket& packet) {
  using Kind = exchange::OnceBlock::Kind;
  exchange::OnceContent out;
  out.title = std::string(words.text(N_("Letter of referral")));
  for (Line& line : lines_of(words, packet)) {
    if (line.heading.empty()) out.blocks.push_back({Kind::fact, std::move(line.label), std::move(line.text)});
    else out.blocks.push_back({Kind::heading, std::move(line.heading)});
  }
  out.blocks.push_back({Kind::paragraph, std::string(words.text(N_("This letter holds what the person agreed to share with you, and nothing else. Please use it only for this purpose, keep it locked away, and pass it on to nobody.")))});
  return out;
}

Result<Bytes> paper_of(const Room& room, const Catalogue& words, const ReferralPacket& packet, const std::string& recipient) {
  paper::Document out;
  out.language = words.language();
  out.letterhead = paper::letterhead_from(room.vault.directory()->setting(paper::letterhead_setting(words.language(), true)));
  out.title = std::string(words.text(N_("Letter of referral")));
  out.day = casework::date_label(words, to_iso(today(room)));
  out.addressee = {recipient};
  paper::Values values;
  const auto flush = [&] {
    if (!values.rows.empty()) out.blocks.emplace_back(std::exchange(values, {}));
  };
  for (Line& line : lines_of(words, packet)) {
    if (line.heading.empty()) {
      values.rows.push_back({std::move(line.label), std::move(line.text)});
    } else {
      flush();
      out.blocks.emplace_back(paper::Heading{std::move(line.heading)});
    }
  }
  flush();
  out.footer = std::string(words.text(N_("Confidential. Only for the recipient who is named in it.")));
  out.made = room.vault.clock().now();
  TRY(made, paper::typeset(out));
  return to_bytes(view(made.pdf));
}

// The conversation, with what is known of it; what can be read one time is made with it.
Result<void> begin(const Room& room, const Visit& visit, exchange::ThreadId thread, const Chosen& chosen, const std::string& recipient, const std::string& once) {
  const Time now = room.vault.clock().now();
  return note(room.vault, visit.keyring, thread, {.notes = {&chosen.referral}, .card = [&](ThreadCard& card) {
                card = begin_outside(chosen.packet, recipient, now, visit.member);
                card.set_thread(thread.text());
                card.set_case_file(chosen.referral.case_file());
                card.set_once(once);
              }, .files = {}});
}

web::Response told_page(const Room& room, const Visit& visit, FileId thread_file, const exchange::MadeOnce& made) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Send the address, tell the words"))));
  page.back = thread_address(thread_file);
  page.main = web::heading(page.title);
  const std::string server = exchange::own_address(*room.vault.directory()).url;
  page.main.add(web::subheading(words.text(N_("The address"))));
  page.main.add(el("p", {{"class", "arasha-code"}, {"translate", "no"}}, server + made.address));
  page.main.add(web::subheading(words.text(N_("The six words, by telephone only"))));
  page.main.add(el("p", {{"class", "arasha-spoken"}, {"translate", "no"}, {"lang", "und"}}, made.words));
  page.main.add(web::inset(Html::text(words.text(N_("The words are shown this once and are kept nowhere. The page can be read one time; then it is destroyed, and you see when.")))));
  page.main.add(web::button_link(page.back, words.text(N_("Go on"))));
  return web::Response::page(web::layout(page));
}

web::Response refer(const Room& room, const Visit& visit) {
  const auto view = case_in(room, visit);
  if (!view) return web::error_page(visit, view.error());
  const Catalogue& words = visit.words;
  const schema::FormData& typed = visit.request.form;
  const std::string recipient(typed.get("recipient"));
  const bool as_file = typed.get("way") == "file";
  auto chosen = read_chosen(room, visit, *view, recipient, false);
  if (!chosen) return web::error_page(visit, chosen.error());
  if (recipient.empty()) chosen->errors.insert(chosen->errors.begin(), {"recipient", Error(ErrorCode::invalid_input, N_("Write who receives it."))});
  const std::string secret = words_in(typed);
  ReferForm form{.view = *view, .recipient = recipient, .action = action_of(view->file), .typed = typed, .errors = chosen->errors, .before = first_fields(words, typed, chosen->errors)};
  const std::string title(words.text(N_("Refer to an organisation without this program")));
  if (!chosen->errors.empty()) {
    form.notice = chosen->ways_out;
    form.status = 400;
    return refer_page(room, visit, title, form);
  }
  if (typed.get("as") != "send") {
    form.preview = preview_of(words, recipient, chosen->packet);
    if (as_file) {
      form.preview.add(casework::section(words.text(N_("The six words, by telephone only")), "words", el("p", {{"class", "arasha-spoken"}, {"translate", "no"}, {"lang", "und"}}, secret)));
      form.before.add(web::hidden("words", secret));
    }
    form.send = el("button", {{"class", "govuk-button"}, {"type", "submit"}, {"name", "as"}, {"value", "send"}}, words.text(as_file ? N_("Download the locked file") : N_("Make the page")));
    return refer_page(room, visit, title, form);
  }
  const auto once = exchange::ThreadId::from_text(typed.get("once"));
  const exchange::ThreadId thread = once && !once->is_nil() ? *once : crypto::random_id<exchange::ThreadId>();
  const FileId file = exchange::file_of(room.vault, thread);
  const bool there = room.vault.may_open(visit.keyring, file, REFERRAL);
  if (there && !as_file) return web::Response::redirect(thread_address(file), N_("The referral was sent before."));
  if (const auto given = record_outflow(room, visit, *view, *chosen, recipient, "electronic", thread); !given) return web::error_page(visit, given.error());
  if (as_file) {
    const auto pdf = paper_of(room, words, chosen->packet, recipient);
    if (!pdf) return web::error_page(visit, pdf.error());
    const auto sealed = crypto::seal_age(room.vault.passwords(), secret, *pdf);
    if (!sealed) return web::error_page(visit, sealed.error());
    if (!there) {
      if (const auto begun = begin(room, visit, thread, *chosen, recipient, ""); !begun) return web::error_page(visit, begun.error());
      if (const auto linked = note_in_case(room, visit, view->file, recipient, file); !linked) return web::error_page(visit, linked.error());
    }
    static_cast<void>(room.vault.drop_draft(visit.keyring, visit.request.path));
    return web::Response::download("letter.pdf.age", "application/octet-stream", std::string(text_view(*sealed)));
  }
  // No longer than the vault keeps such a page.
  const Time until = Time(std::chrono::sys_days(*date_from_iso(chosen->referral.access_until())).time_since_epoch()) + std::chrono::days(1);
  const Time expires = std::min(until, room.vault.clock().now() + std::chrono::days(30) - std::chrono::hours(1));
  const auto made = exchange::make_once(room.vault, visit.keyring, content_of(words, chosen->packet), expires);
  if (!made) return web::error_page(visit, made.error());
  if (const auto begun = begin(room, visit, thread, *chosen, recipient, made->id.text()); !begun) return web::error_page(visit, begun.error());
  if (const auto linked = note_in_case(room, visit, view->file, recipient, file); !linked) return web::error_page(visit, linked.error());
  static_cast<void>(room.vault.drop_draft(visit.keyring, visit.request.path));
  return told_page(room, visit, file, *made);
}

}  // namespace

void add_outside_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/case/{file}/refer/outside", show);
  on_post(site, room, "/case/{file}/refer/outside", refer);
}

}  // namespace arasha::referral
