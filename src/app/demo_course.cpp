#include "app/demo_course.h"

#include <algorithm>
#include <array>
#include <map>

#include "app/demo_law.h"
#include "app/demo_lists.h"
#include "app/demo_letters.h"
#include "app/demo_names.h"
#include "app/demo_person.h"
#include "app/demo_plan.h"
#include "app/demo_returning.h"
#include "app/demo_services.h"
#include "app/demo_texts.h"
#include "arasha/consent.pb.h"
#include "arasha/entries.pb.h"
#include "arasha/services.pb.h"
#include "arasha/tasks.pb.h"
#include "casework/plan/rules.h"

namespace arasha::app {
namespace {

class Course {
 public:
  Course(std::mt19937& random, const DemoPeriod& period, int begin, DemoPerson person, DemoRole worker)
      : random_(random), period_(period), begin_(begin), slot_(begin), person_(person), worker_(worker) {}

  void identity() {
    const DemoName name = demo_name(person_.language, person_.woman, random_);
    auto out = std::make_shared<Identity>();
    const bool latin = chance(random_, 25) && !name.latin_family.empty() && !name.latin_given.empty();
    out->set_family_name(latin ? name.latin_family : name.family);
    out->set_given_name(latin ? name.latin_given : name.given);
    if (latin) out->add_other_names(name.family + " " + name.given);
    else if (chance(random_, 75)) out->set_patronymic(name.patronymic);
    out->set_sex(person_.woman ? "female" : "male");
    out->set_gender(person_.woman ? "Feminine" : "Masculine");
    out->add_citizenships(person_.citizenship);
    out->add_languages(person_.language);
    if (std::string_view(person_.language) != "ru" && chance(random_, 60)) out->add_languages("ru");
    demo_age(random_, person_, date_at(period_, begin_), *out);
    demo_document(random_, person_, date_at(period_, slot_), *out);
    if (chance(random_, 30)) out->set_phone("+7 700 " + digits(3) + " " + digits(2) + " " + digits(2));
    if (!person_.minor) {
      out->set_marital_status(one({"Single", "Married", "Married", "Divorced", "Widowed"}));
      out->set_children(std::to_string(random_() % 5));
      out->set_education(one({"LowerSecondaryEducation", "UpperSecondaryEducation", "PostSecondaryNonTertiaryEducation"}));
    }
    identity_ = out;
    identity_place_ = put(opener_, out, true);
  }

  void contact() {
    auto out = std::make_shared<FirstContact>();
    out->set_date(day());
    out->add_sources(opener_ == DemoRole::hotline ? "hotline" : one({"police", "migration_police", "self", "ngo", "embassy", "iom", "community", "family"}));
    if (chance(random_, 20)) out->add_sources(one({"friend", "health", "coworker"}));
    out->set_how_reached(opener_ == DemoRole::hotline ? "call" : one({"call", "in_person", "in_person", "message", "outreach"}));
    out->set_language(std::string_view(person_.language) == "tg" ? "tg" : one({person_.language, "ru"}));
    out->set_interpreter(std::string_view(person_.language) == "tg" && chance(random_, 50) ? "yes" : "no");
    const bool recent = period_.now - begin_ < 20 * kSlotsOfDay;
    out->set_danger(one({"none", "none", "possible", "possible", recent ? "immediate" : "possible"}));
    if (out->danger() == "immediate") out->set_danger_details(text(danger_words()));
    out->set_summary(text(contact_words(person_.kind)));
    put(opener_, out);
    if (!chance(random_, 55)) return;
    auto safe = std::make_shared<SafeContact>();
    safe->set_number("+7 70" + digits(1) + " " + digits(3) + " " + digits(2) + " " + digits(2));
    safe->set_hours(text(safe_hours()));
    if (chance(random_, 50)) safe->set_code_word(text(code_words()));
    safe->set_never_do(text(never_do_words()));
    put(opener_, safe);
  }

  void run() {
    after(one_number(1, 5));
    if (leaves_it_here(45)) return;
    assignment();
    after(one_number(0, 3));
    const bool refuses = chance(random_, 4);
    consent("case_management", "Наш центр", refuses ? "refused" : "given");
    if (refuses) return close("declined", "unknown");
    shift();
    stay();
    if (chance(random_, 70)) risk();
    for (int i = one_number(1, 3); i > 0; --i) need();
    identification("potential", "NGO");
    after(one_number(2, 12));
    happened();
    facts();
    after(one_number(1, 6));
    for (int i = one_number(1, 3); i > 0; --i) service();
    note();
    if (chance(random_, 60)) task(one({"Позвонить в консульство о документе", "Записать к врачу", "Купить одежду по сезону", "Забрать справку у участкового"}), one_number(1, 9));
    if (chance(random_, 25)) put(worker_, demo_flag(random_, date_at(period_, slot_)));
    consents();
    if (chance(random_, 65)) plan();
    if (chance(random_, 45)) health();
    after(one_number(6, 60));
    if (chance(random_, 6)) return identification("not_victim", "NGO"), close("not_victim", "own_housing");
    identification(chance(random_, 90) ? "identified_ngo" : "identified_io", "NGO");
    if (chance(random_, 55)) legal();
    for (int i = one_number(1, 5); i > 0; --i) after(one_number(1, 18)), service();
    note();
    progress();
    correct_something();
    if (chance(random_, 35)) after(30), by_the_state();
    if (chance(random_, 20)) legal();
    ending();
  }

  std::vector<DemoEvent> take() {
    std::erase_if(events_, [&](const DemoEvent& event) { return event.slot > period_.now; });
    return std::move(events_);
  }
  void opened_by(DemoRole role) { opener_ = role; }
  std::shared_ptr<Identity> who() const { return identity_; }
  void known(std::shared_ptr<Identity> identity) { identity_ = std::move(identity); }

 private:
  static Date date_at(const DemoPeriod& period, int slot) {
    return Date(std::chrono::sys_days(period.first_day) + std::chrono::days(slot / kSlotsOfDay));
  }
  std::string day(int slots_later = 0) const { return to_iso(date_at(period_, std::min(slot_ + slots_later, period_.now))); }
  std::string future_day(int days) const { return to_iso(date_at(period_, slot_ + days * kSlotsOfDay)); }
  int one_number(int from, int to) { return number_between(random_, from, to); }
  const char* one(std::initializer_list<const char*> list) { return list.begin()[pick_index(random_, list.size())]; }
  std::string text(const Texts& texts) { return worded(pick(random_, texts), person_.woman); }
  std::string digits(int count) {
    std::string out;
    while (count-- > 0) out += static_cast<char>('0' + random_() % 10);
    return out;
  }
  void after(int slots) { slot_ += slots; }
  // Some cases simply wait.
  bool leaves_it_here(unsigned percent) {
    if (!chance(random_, percent) || period_.now - begin_ > 12 * kSlotsOfDay) return false;
    slot_ = period_.now + 1;
    return true;
  }

  // Two people never write in the same slot, so that the order stands whoever is first.
  int put(DemoRole author, std::shared_ptr<google::protobuf::Message> message, bool of_person = false, int corrects = -1) {
    if (!events_.empty() && events_.back().author != author && events_.back().slot >= slot_) slot_ = events_.back().slot + 1;
    events_.push_back({slot_, author, of_person, std::move(message), corrects});
    return static_cast<int>(events_.size()) - 1;
  }
  int put_about(DemoRole author, std::shared_ptr<google::protobuf::Message> message, int about) {
    const int place = put(author, std::move(message));
    events_.back().about = about;
    return place;
  }
  template <class MessageType>
  MessageType& at(int place) { return dynamic_cast<MessageType&>(*events_[static_cast<std::size_t>(place)].message); }

  void assignment() {
    auto out = std::make_shared<Assignment>();
    out->set_member(worker_ == DemoRole::caseworker ? kDemoFirstWorker : kDemoSecondWorker);
    put(DemoRole::director, out);
  }

  void consent(const char* purpose, const char* recipient, const char* answer, bool guardian = true) {
    auto out = std::make_shared<Consent>();
    out->set_purpose(purpose);
    out->set_recipient(recipient);
    out->set_answer(answer);
    out->set_date(day());
    out->set_explained(one({"spoken", "written", "easy"}));
    out->set_language(person_.language);
    out->set_given_by(person_.minor && guardian ? "person_and_guardian" : "person");
    out->set_explained_by(std::string_view(person_.language) == "tg" ? "Переводчик Нодира Саидова" : "Куратор дела");
    if (person_.minor && guardian) {
      out->set_guardian("Орган опеки района");
      out->set_child_agrees("yes");
    }
    if (std::string_view(answer) == "given") {
      for (const char* group : groups_for(purpose)) out->add_groups(group);
      for (const char* one_thing : {"purpose", "withdraw", "help_anyway"}) out->add_told(one_thing);
    }
    if (chance(random_, 20)) out->set_valid_until(future_day(one_number(60, 200)));
    put(worker_, out);
  }
  static std::vector<const char*> groups_for(std::string_view purpose) {
    if (purpose == "embassy") return {"identity", "contact"};
    if (purpose == "police") return {"identity", "what_happened", "legal"};
    if (purpose == "family") return {"contact"};
    if (purpose == "return") return {"identity", "contact", "services", "whereabouts"};
    return {};
  }
  void consents() {
    if (chance(random_, 60)) consent("embassy", person_.citizenship == std::string_view("UZ") ? "Генконсульство Узбекистана" : "Консульство", chance(random_, 80) ? "given" : "refused");
    if (chance(random_, 45)) consent("police", "Департамент полиции Алматы", chance(random_, 60) ? "given" : "refused");
    if (chance(random_, 70)) consent("statistics", "Статистика центра", "given");
    if (!chance(random_, 10)) return;
    consent("family", "Старший брат", "given");
    after(one_number(6, 20));
    consent("family", "Старший брат", "withdrawn");
    auto out = std::make_shared<WithheldFrom>();
    out->set_who("Старший брат");
    out->set_reason("harm_self");
    out->set_details("Брат передал номер телефона тому, кто вербовал.");
    out->set_date(day());
    put(worker_, out);
  }

  void shift() {
    auto out = std::make_shared<Alerts>();
    out->set_called(identity_->given_name());
    out->set_diet(text(diets()));
    if (chance(random_, 70)) out->set_alerts(text(alert_words()));
    if (chance(random_, 75)) out->set_room(std::to_string(one_number(1, 6)) + one({"", "", "А", "Б"}));
    alerts_ = put(DemoRole::duty, out);
  }

  void need() {
    auto out = std::make_shared<Need>();
    out->set_kind(one({"accommodation", "food", "clothes", "documents", "medical_examination", "counselling", "legal_information", "wages", "return_help", "communication"}));
    out->set_urgency(one({"now", "day", "week", "later"}));
    out->set_note(text(need_words()));
    put(worker_, out);
  }

  DemoPlanOf plan_of() const {
    return {date_at(period_, std::min(slot_, period_.now)), person_.woman, std::string_view(person_.citizenship) != "KZ", person_.language};
  }

  void risk() {
    const auto out = demo_risk(random_, plan_of());
    put(worker_, out);
    if (casework::risk_rank(out->level()) >= casework::risk_rank("high")) put(worker_, demo_safety_plan(random_, plan_of()));
  }

  void plan() {
    plan_ = put(worker_, demo_plan(random_, plan_of()));
    if (!chance(random_, 70)) return;
    put_about(worker_, std::make_shared<ApprovalAsked>(), plan_);
    if (!chance(random_, 75)) return;
    after(one_number(1, 8));
    auto approval = std::make_shared<Approval>();
    approval->set_decision(chance(random_, 88) ? "approved" : "returned");
    if (approval->decision() == "returned") approval->set_reason("Сроки слишком короткие, обсудите их с человеком ещё раз.");
    put_about(DemoRole::director, approval, plan_);
    if (approval->decision() == "approved") put(worker_, demo_plan_paper(date_at(period_, std::min(slot_, period_.now))));
  }

  void progress() {
    if (plan_ < 0) return;
    auto out = std::make_shared<GoalProgress>();
    out->set_date(day());
    out->set_goal("1");
    out->set_progress(one({"in_progress", "in_progress", "met"}));
    out->set_further(out->progress() == "met" ? "none" : "monitoring");
    put_about(worker_, out, plan_);
  }

  void identification(const char* status, const char* body) {
    auto out = std::make_shared<Identification>();
    out->set_status(status);
    out->set_deciding_body(body);
    if (std::string_view(body) == "Police") out->set_body_name("Департамент полиции Алматы");
    out->set_date(day());
    out->set_basis(text(basis_words()));
    put(worker_, out);
  }

  void by_the_state() {
    identification(one({"identified_state", "recognised"}), "Police");
    by_state_ = true;
    if (std::string_view(person_.citizenship) != "KZ" && chance(random_, 20)) standing("permanent_resident", "Вид на жительство");
    for (int i = one_number(2, 4); i > 0; --i) after(one_number(1, 12)), service();
  }

  void happened() {
    auto out = std::make_shared<Exploitation>();
    out->add_recruitment(one({"ThroughFriendsOrSocialEvents", "ThroughOnlineSocialNetworks", "ThroughAnOnlineAdvertisement", "ThroughFamilyOrFamilyEvents", "AtAPlaceOfBusiness"}));
    out->set_recruitment_country(person_.citizenship);
    out->set_relationship(one({"Acquainted", "Acquainted", "Unaquainted", "Familial"}));
    if (person_.citizenship == std::string_view("TJ")) out->add_transit_countries("UZ");
    for (const char* control : {"WithholdsDocuments", "TakesEarnings", "FalsePromises", "ExcessiveWorkingHours", "RestrictsMovement", "PsychologicalAbuse", "PhysicalThreats", "DebtBondage", "ThreatsLawEnforcement"}) {
      if (chance(random_, 45)) out->add_controls(control);
    }
    switch (person_.kind) {
      case DemoKind::building: out->set_industry("F_Construction"); break;
      case DemoKind::farm: out->set_industry("A_AgricultureForestryAndFishing"); break;
      case DemoKind::factory: out->set_industry("C_Manufacturing"); break;
      case DemoKind::services: out->set_industry("I_AccommodationAndFoodServiceActivities"); break;
      case DemoKind::household: out->set_industry("T_ActivitiesOfHouseholdsAsEmployers"); break;
      case DemoKind::sexual: out->add_sex_types(one({"Prostitution", "Prostitution", "Prostitution", "RemoteInteractiveServices"})); break;
      case DemoKind::begging: break;
    }
    out->add_types(person_.kind == DemoKind::sexual ? "SexualExploitation" : person_.kind == DemoKind::begging ? "ForcedBegging" : person_.minor ? "ChildLabour" : "ForcedLabour");
    out->set_exploitation_country(chance(random_, 90) ? "KZ" : "RU");
    out->set_place(text(places(person_.kind)));
    out->set_from(to_iso(date_at(period_, begin_ - one_number(40, 400) * kSlotsOfDay)));
    out->set_until(to_iso(date_at(period_, begin_ - one_number(0, 20) * kSlotsOfDay)));
    out->set_narrative(text(account_words(person_.kind)));
    happened_ = put(worker_, out);
  }
  void facts() {
    put(worker_, nullptr);
  }

  void service() {
    DemoServiceOf of{date_at(period_, slot_), (slot_ - begin_) / kSlotsOfDay + 1, by_state_};
    const auto out = demo_service(random_, of, given_until_);
    if (!out) return;
    out->set_note(text(service_words()));
    put(worker_, out);
  }

  void standing(const char* group, const char* paper) {
    auto out = std::make_shared<ServiceStanding>();
    out->set_group(group);
    out->set_date(day());
    out->set_paper(paper);
    put(worker_, out);
  }

  void note() {
    auto out = std::make_shared<Note>();
    out->set_text(text(note_words()));
    note_ = put(worker_, out);
  }

  void health() {
    auto out = std::make_shared<HealthNote>();
    out->set_date(day());
    out->set_kind(one({"examination", "injury", "psychology", "psychology", "treatment", "medicine"}));
    out->set_note(text(health_words()));
    if (chance(random_, 50)) out->set_next_date(future_day(one_number(3, 14)));
    put(DemoRole::psychologist, out, true);
  }

  // May the person stay, and until when; the police must know where.
  void stay() {
    if (std::string_view(person_.citizenship) == "KZ") return;
    const auto out = demo_stay(random_, date_at(period_, slot_), person_.minor);
    asylum_ = out->asylum() == "requested";
    put(worker_, out);
  }

  void legal() {
    for (const auto& entry : demo_law(random_, date_at(period_, slot_), text(legal_words()))) put(DemoRole::lawyer, entry);
  }

  void task(const char* what, int days) {
    auto out = std::make_shared<Task>();
    out->set_what(what);
    out->set_due(future_day(days));
    const int place = put(worker_, out);
    if (!chance(random_, 60)) return;
    auto done = std::make_shared<Task>(*out);
    after(one_number(3, 5 * kSlotsOfDay));
    if (slot_ > period_.now) return;
    done->set_done(day());
    put(worker_, done, false, place);
  }

  void correct_something() {
    after(one_number(1, 6));
    if (identity_place_ >= 0 && chance(random_, 30)) {
      auto out = std::make_shared<Identity>(*identity_);
      out->set_document_kind("return_certificate");
      out->set_document_number("СВ " + digits(6));
      put(worker_, out, true, identity_place_);
    }
    if (chance(random_, 20)) {
      auto out = std::make_shared<Note>(at<Note>(note_));
      out->set_text(out->text() + " Уточнено со слов второго сотрудника.");
      put(DemoRole::director, out, false, note_);
    }
    if (!chance(random_, 15)) return;
    auto out = std::make_shared<Exploitation>(at<Exploitation>(happened_));
    out->add_controls("RestrictsMedicalCare");
    put(worker_, out, false, happened_);
    if (chance(random_, 50)) facts();
  }

  void ending() {
    after(one_number(12, 120));
    const bool stays_here = asylum_ || person_.minor || std::string_view(person_.citizenship) == "KZ";
    if (stays_here || chance(random_, 25)) {
      if (chance(random_, 15)) return;  // help goes on
      close(one({"goals_met", "goals_met", "left", "lost_contact", "transferred"}), one({"own_housing", "family", "friend", "second_stage"}));
    } else if (!go_home()) {
      return;
    }
    reopen();
  }

  bool go_home() {
    put(worker_, demo_options(date_at(period_, slot_), person_.language));
    auto plan = std::make_shared<Return>();
    plan->set_decision(chance(random_, 85) ? "wants" : one({"undecided", "stays"}));
    plan->set_kind("assisted");
    plan->set_country(person_.citizenship);
    plan->set_note(text(return_words()));
    if (plan->decision() == "wants") plan->set_signed_on(day()), plan->set_travel_document("requested");
    const int first = put(worker_, plan);
    if (plan->decision() != "wants") return false;
    consent("return", kDemoPartner, "given");
    put(worker_, demo_assessment(date_at(period_, slot_)));
    put(worker_, demo_return_plan(date_at(period_, slot_), person_.citizenship));
    after(one_number(12, 70));
    auto leaves = std::make_shared<Return>(*plan);
    leaves->set_travel_document("issued");
    leaves->set_ticket(one({"Поезд 372", "Автобус Алматы–Бишкек", "Рейс KC 127"}));
    leaves->set_departure(day());
    leaves->set_met_by(one({"Брат", "Партнёр в Ташкенте", "МОМ Бишкек", "Семья"}));
    put(worker_, leaves, false, first);
    after(one_number(3, 12));
    auto home = std::make_shared<Return>(*leaves);
    home->set_arrival(day());
    put(worker_, home, false, first);
    after(one_number(6, 60));
    close("returned", "return");
    return true;
  }

  void close(const char* reason, const char* destination) {
    put(worker_, demo_closure(day(), reason, destination, text(closure_words())));
    if (alerts_ < 0 || at<Alerts>(alerts_).room().empty()) return;
    auto gone = std::make_shared<Alerts>(at<Alerts>(alerts_));
    gone->clear_room();
    put(DemoRole::duty, gone, false, alerts_);
  }

  void reopen() {
    if (!chance(random_, 9)) return;
    after(one_number(20, 150));
    auto out = std::make_shared<Reopening>();
    out->set_date(day());
    out->set_reason(text(reopening_words()));
    put(worker_, out);
    after(2);
    service();
  }

  std::mt19937& random_;
  const DemoPeriod& period_;
  int begin_;
  int slot_;
  DemoPerson person_;
  DemoRole worker_;
  DemoRole opener_ = DemoRole::caseworker;
  std::vector<DemoEvent> events_;
  std::shared_ptr<Identity> identity_;
  int identity_place_ = -1;
  int alerts_ = -1;
  int happened_ = -1;
  int note_ = -1;
  bool asylum_ = false;
  int plan_ = -1;
  bool by_state_ = false;                           // the state has identified the person
  std::map<std::string, std::string> given_until_;  // by item: the last day
};

}  // namespace

DemoCase demo_case(std::mt19937& random, const DemoPeriod& period) {
  DemoCase out;
  out.person = demo_person(random);
  // A part of the cases is of the last days, so that there is something new on every morning.
  const int days = static_cast<int>(random() % (chance(random, 14) ? 5U : 400U));
  const int begin = std::max(0, period.now - days * kSlotsOfDay - static_cast<int>(random() % kSlotsOfDay));
  out.restricted = chance(random, 2);
  const DemoRole worker = out.restricted || chance(random, 60) ? DemoRole::caseworker : DemoRole::second_caseworker;
  Course course(random, period, begin, out.person, worker);
  course.opened_by(out.restricted ? DemoRole::caseworker : chance(random, 18) ? DemoRole::hotline : worker);
  course.identity();
  course.contact();
  course.run();
  out.identity = course.who();
  out.events = course.take();
  // Nobody else can open a restricted case.
  for (DemoEvent& event : out.events) {
    if (out.restricted && event.author != DemoRole::director) event.author = DemoRole::caseworker;
  }
  return out;
}

DemoCase demo_case_again(std::mt19937& random, const DemoPeriod& period, const DemoCase& earlier, int place) {
  DemoCase out;
  out.person = earlier.person;
  out.identity = earlier.identity;
  out.person_of = place;
  const int end = earlier.events.back().slot;
  const int begin = std::min(period.now, end + 1 + static_cast<int>(random() % 300));
  Course course(random, period, begin, out.person, DemoRole::caseworker);
  course.known(out.identity);
  course.contact();
  course.run();
  out.events = course.take();
  return out;
}

}  // namespace arasha::app
