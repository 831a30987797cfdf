// The protocol: made and signed by the sender, signed by the receiver, shown with both signatures checked anew, and on paper.
#include "handover/protocol.h"
#include "handover/room.h"
#include "paper/letterhead.h"
#include "paper/typeset.h"
#include "web/paper_page.h"

namespace arasha::handover {
namespace {

std::string our_name(const vault::Directory& state) { return state.name(); }

ProtocolPaper paper_of(const Room& room, const Catalogue& words, const referral::Thread& thread, const Proof& proof) {
  const auto state = room.vault.directory();
  const std::string them = referral::other_side(thread.card)->name();
  const bool ours = thread.card.ours();
  const auto signed_by = [&](bool is_right, const std::string& who, Time time) { return is_right ? who + ", " + words.moment(time) : std::string(); };
  return {*proof.protocol, ours ? our_name(*state) : them, ours ? them : our_name(*state), signed_by(proof.sender_signed, proof.sender, proof.sender_time),
          signed_by(proof.receiver_signed, proof.receiver, proof.receiver_time), paper::letterhead_from(state->setting(paper::letterhead_setting(words.language(), false))), room.vault.clock().now()};
}

Html papers_form(const Catalogue& words, const std::string& action) {
  web::ChoiceField language{.name = "language", .label = std::string(words.text(N_("Language of the paper"))), .choices = {}, .kind = web::ChoiceKind::select};
  for (const Language one : kLanguages) language.choices.push_back({std::string(code(one)), std::string(own_name(one))});
  language.chosen = {std::string(code(words.language()))};
  const auto submit = [&](const char* as, const char* text) {
    return el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}, {"name", "as"}, {"value", as}}, words.text(text));
  };
  return el("form", {{"method", "get"}, {"action", action}}, web::choice_field(words, language), web::actions(submit("page", N_("Page for printing")), submit("pdf", N_("PDF"))));
}

web::Response on_paper(const Room& room, const Visit& visit, const referral::Thread& thread, const Proof& proof) {
  const auto asked = language_from_code(visit.request.query.get("language"));
  const Catalogue& words = asked ? Catalogue::of(*asked) : visit.words;
  if (const auto recorded = room.vault.record(visit.keyring, vault::Action::printed, thread.file, 1); !recorded) return web::error_page(visit, recorded.error());
  const paper::Document document = compose(words, paper_of(room, words, thread, proof));
  if (visit.request.query.get("as") != "pdf") return web::Response::page(web::paper_page(document));
  auto made = paper::typeset(document);
  if (!made) return web::error_page(visit, made.error());
  return web::Response::download("protocol.pdf", "application/pdf", std::move(made->pdf));
}

web::Response show(const Room& room, const Visit& visit) {
  if (room.collect) room.collect(visit.keyring);
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  const Proof proof = proof_of(room.vault, *thread);
  if (!proof.protocol) return no_page(visit);
  if (!visit.request.query.get("as").empty()) return on_paper(room, visit, *thread, proof);
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Protocol of the handover"))));
  page.back = address_of(thread->file);
  page.main = web::heading(referral::other_side(thread->card)->name(), page.title);
  const auto tag_of = [&](bool is_right, const char* missing) { return is_right ? web::tag(web::Meaning::good, words.text(N_("The signature is right"))) : web::tag(web::Meaning::waiting, words.text(missing)); };
  web::SummaryList signatures;
  signatures.add(words.text(N_("Signature of the sender")), tag_of(proof.sender_signed, N_("The signature is not right")));
  signatures.add(words.text(N_("Signature of the receiver")), tag_of(proof.receiver_signed, N_("Not signed yet")));
  page.main.add(signatures.html());
  if (proof.sender_signed && proof.receiver_signed) page.main.add(web::inset(Html::text(words.text(N_("Both signatures are right. They were checked just now with the keys of both organisations.")))));
  const std::string here = address_of(thread->file) + "/protocol";
  if (why_not(thread->card, Step::sign, casework::today(room.desk)) == nullptr) {
    page.main.add(web::paragraph(words.text(N_("Compare it with what came, the papers and the keys among it. Your signature says that it agrees."))));
    page.main.add(press(visit, address_of(thread->file) + "/sign", N_("Sign the protocol")));
  }
  page.main.add(el("section", {{"aria-label", page.title}, {"class", "arasha-paper-frame"}, {"tabindex", "0"}}, web::paper_html(compose(words, paper_of(room, words, *thread, proof)), 2)));
  page.main.add(papers_form(words, here));
  return web::Response::page(web::layout(page));
}

web::Response after(const Room& room, const Visit& visit, FileId file, const Result<void>& result, const char* notice) {
  if (result) {
    if (room.nudge) room.nudge();
    return web::Response::redirect(address_of(file), notice);
  }
  if (result.error().code != ErrorCode::conflict) return web::error_page(visit, result.error());
  web::Page page = visit.page(std::string(visit.words.text(N_("Protocol of the handover"))));
  page.back = address_of(file);
  page.main = web::heading(page.title);
  page.main.add(web::inset(Html::text(visit.words.error(result.error()))));
  page.main.add(web::button_link(page.back, visit.words.text(N_("Back to the handover"))));
  return web::Response::page(web::layout(page), 409);
}

web::Response make(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  return after(room, visit, thread->file, sign_protocol(room.vault, visit.keyring, thread->id, casework::today(room.desk)), N_("The protocol is made and signed. The partner signs it now."));
}
web::Response sign(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  return after(room, visit, thread->file, countersign(room.vault, visit.keyring, thread->id, casework::today(room.desk)), N_("The protocol is signed by both."));
}
web::Response wanted(const Room& room, const Visit& visit) {
  const auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  HandoverMessage message;
  message.mutable_wanted();
  const Date day = casework::today(room.desk);
  const auto sent = say(room.vault, visit.keyring, thread->id, message, {}, [&](const ThreadCard& card) { return why_not(card, Step::want_protocol, day); });
  return after(room, visit, thread->file, sent ? Result<void>() : Result<void>(sent.error()), N_("The sender is asked for the protocol."));
}

}  // namespace

void add_protocol_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/handover/{file}/protocol", show);
  on_post(site, room, "/handover/{file}/protocol", make);
  on_post(site, room, "/handover/{file}/sign", sign);
  on_post(site, room, "/handover/{file}/wanted", wanted);
}

}  // namespace arasha::handover
