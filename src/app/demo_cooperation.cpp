#include "app/demo_cooperation.h"

#include "cooperation/cards.h"
#include "vault/filing.h"

namespace arasha::app {
namespace {

constexpr int kFirstMeeting = -110;  // days from today
constexpr int kSecondMeeting = -18;
constexpr int kNextMeeting = 25;

class Story {
 public:
  explicit Story(const DemoCooperation& demo) : demo_(demo), filing_(demo.vault, cooperation::card_of, cooperation::obey) {}

  Result<void> write() {
    TRY_VOID(agreements());
    TRY_VOID(commission());
    return report();
  }

 private:
  std::string day(int offset) const { return to_iso(Date(std::chrono::floor<std::chrono::days>(demo_.now) + std::chrono::days(offset))); }

  Result<EntryId> put(FileId file, const google::protobuf::Message& message) {
    TRY(ids, filing_.add(demo_.worker, file, {{&message, EntryId()}}));
    return ids.front();
  }

  static void party(Agreement& to, const char* name, const char* type, const char* signatory, const char* office) {
    auto* one = to.add_parties();
    one->set_name(name);
    one->set_type(type);
    one->set_signatory(signatory);
    one->set_office(office);
  }
  static void article(Agreement& to, const char* number, const char* obliges, const char* who) {
    auto* one = to.add_articles();
    one->set_number(number);
    one->set_obliges(obliges);
    one->set_who(who);
  }
  static void contact(Agreement& to, const char* body, const char* person, const char* phone, const char* email) {
    auto* one = to.add_contacts();
    one->set_body(body);
    one->set_person(person);
    one->set_phone(phone);
    one->set_email(email);
  }

  Result<void> agreements() {
    Agreement memorandum;
    memorandum.set_title("Меморандум о взаимодействии при перенаправлении (пример)");
    memorandum.set_kind("memorandum");
    memorandum.set_number("14");
    memorandum.set_signed_(day(-690));
    memorandum.set_valid_from(day(-690));
    memorandum.set_valid_until(day(40));
    memorandum.set_prolongation("by_agreement");
    memorandum.set_prolongation_note("Стороны договариваются письменно, не позднее чем за месяц до конца срока.");
    party(memorandum, "Наш центр", "ngo_shelter", "Сауле", "директор");
    party(memorandum, "Департамент полиции (пример)", "police_organised_crime", "Ахметов Б.", "начальник управления");
    article(memorandum, "3.1", "Сообщать о человеке, которому нужна помощь, в тот же день.", "Департамент полиции");
    article(memorandum, "3.2", "Принимать человека круглосуточно, если есть место.", "Наш центр");
    article(memorandum, "4", "Раз в квартал сверять, сколько людей перенаправлено, без имён.", "обе стороны");
    contact(memorandum, "Департамент полиции (пример)", "Дежурный отдела", "+7 727 555 01 02", "");
    contact(memorandum, "Наш центр", "Айгерим", "+7 701 555 10 20", "centre@example.org");
    TRY(first, filing_.begin(demo_.director, memorandum));
    static_cast<void>(first);

    Agreement protocol;
    protocol.set_title("Протокол обмена сведениями трёх организаций (пример)");
    protocol.set_kind("sharing_protocol");
    protocol.set_signed_(day(-200));
    protocol.set_valid_from(day(-190));
    protocol.set_prolongation("none");
    party(protocol, "Наш центр", "ngo_shelter", "Сауле", "директор");
    party(protocol, "Горячая линия (пример)", "ngo_hotline", "Нурланова А.", "координатор");
    party(protocol, "Кризисный центр (пример)", "ngo_partner", "Ким Л.", "директор");
    protocol.set_shared_what("Таблица за месяц: сколько обращений, по полу, возрастной группе и виду эксплуатации. Ни имён, ни дел.");
    protocol.set_shared_when("раз в месяц, пятого числа");
    protocol.set_smallest("5");
    protocol.set_asked_by_others("Каждый раз письменный запрос каждой из трёх организаций; любая может отказать.");
    protocol.set_breach("В течение одного рабочего дня сообщить двум другим и тем, кого это касается.");
    protocol.set_review(day(120));
    contact(protocol, "Горячая линия (пример)", "Нурланова А.", "+7 727 555 03 04", "line@example.org");
    TRY(second, filing_.begin(demo_.director, protocol));
    static_cast<void>(second);
    return {};
  }

  static void member(Commission& to, const char* name, const char* body, const char* type, const char* office) {
    auto* one = to.add_members();
    one->set_name(name);
    one->set_body(body);
    one->set_type(type);
    one->set_office(office);
  }
  static void question(Meeting& to, const char* text, const char* reports) {
    auto* one = to.add_agenda();
    one->set_number(std::to_string(to.agenda_size()));
    one->set_text(text);
    one->set_reports(reports);
  }
  static void person(Meeting& to, const char* name, const char* body, const char* came) {
    auto* one = to.add_people();
    one->set_name(name);
    one->set_body(body);
    one->set_came(came);
  }

  Result<EntryId> decide(FileId file, EntryId meeting, const char* on, const char* text, const char* body, const char* who, int due) {
    MeetingDecision one;
    one.set_meeting(meeting.text());
    one.set_question(on);
    one.set_text(text);
    one.set_body(body);
    one.set_person(who);
    one.set_due(day(due));
    if (std::string_view(who) == "Айгерим") one.set_member(demo_.worker.member().text());
    return put(file, one);
  }

  struct Shown {
    const char* what = nullptr;  // null: no evidence
    const char* where = "";
  };
  Result<void> progress(FileId file, EntryId work, int when, const char* state, const char* note, Shown shown) {
    WorkProgress one;
    one.set_work(work.text());
    one.set_date(day(when));
    one.set_state(state);
    one.set_note(note);
    if (shown.what != nullptr) {
      auto* evidence = one.add_evidence();
      evidence->set_what(shown.what);
      evidence->set_date(day(when));
      evidence->set_where(shown.where);
    }
    TRY(id, put(file, one));
    static_cast<void>(id);
    return {};
  }

  Result<void> commission() {
    Commission body;
    body.set_name("Комиссия по противодействию торговле людьми при акимате Алматы (пример)");
    body.set_level("regional");
    body.set_region("Алматы");
    body.set_founded(day(-900));
    body.set_founded_by("Постановление акимата (пример)");
    body.set_chair("Жумабаева Г.");
    body.set_chair_office("заместитель акима");
    body.set_secretary("Оспанов Т.");
    body.set_per_year("4");
    member(body, "Ахметов Б.", "Департамент полиции", "police_organised_crime", "начальник управления");
    member(body, "Ли Е.", "Управление занятости и социальных программ", "local_executive_body", "главный специалист");
    member(body, "Сауле", "Наш центр", "ngo_shelter", "директор");
    TRY(file, filing_.begin(demo_.director, body));
    TRY_VOID(first_meeting(file));
    return second_meeting(file);
  }

  Result<void> first_meeting(FileId file) {
    Meeting first;
    first.set_date(day(kFirstMeeting));
    first.set_time("10:00");
    first.set_kind("ordinary");
    first.set_place("акимат, зал 214");
    first.set_state("held");
    first.set_protocol("2");
    question(first, "Как людей перенаправляют ночью и в выходные", "Наш центр");
    question(first, "Переводчики для первых бесед", "Управление занятости");
    person(first, "Жумабаева Г.", "акимат", "present");
    person(first, "Ахметов Б.", "Департамент полиции", "present");
    person(first, "Ли Е.", "Управление занятости и социальных программ", "deputy");
    person(first, "Сауле", "Наш центр", "present");
    TRY(meeting, put(file, first));
    TRY(duty, decide(file, meeting, "1", "Назначить дежурный номер, по которому отвечают ночью и в выходные.", "Департамент полиции", "Ахметов Б.", -80));
    TRY(list, decide(file, meeting, "2", "Составить список переводчиков с узбекского, кыргызского и таджикского языков.", "Управление занятости и социальных программ", "Ли Е.", -30));
    TRY(room, decide(file, meeting, "2", "Выделить комнату для первых бесед в здании вокзала.", "акимат", "", -60));
    TRY_VOID(progress(file, duty, -84, "done", "Номер работает, проверили звонком ночью.", {"Письмо департамента с номером телефона", "вх. 118, папка «Комиссия»"}));
    TRY_VOID(progress(file, list, -50, "in_work", "Есть шесть переводчиков, с таджикского пока никого.", {}));
    return progress(file, room, -62, "dropped", "Вокзал на ремонте до конца года; беседы проходят в нашем центре.", {});
  }

  Result<void> second_meeting(FileId file) {
    Meeting second;
    second.set_date(day(kSecondMeeting));
    second.set_time("15:00");
    second.set_kind("extraordinary");
    second.set_place("видеосвязь");
    second.set_state("held");
    second.set_protocol("3");
    second.set_heard("Сезонных рабочих из хозяйств области стало больше; у многих документы лежат у работодателя.");
    question(second, "Сезонные рабочие в хозяйствах области", "Инспекция труда");
    person(second, "Жумабаева Г.", "акимат", "present");
    person(second, "Ахметов Б.", "Департамент полиции", "absent");
    person(second, "Сауле", "Наш центр", "present");
    TRY(meeting, put(file, second));
    TRY(check, decide(file, meeting, "1", "Объехать хозяйства вместе с инспекцией труда.", "Инспекция труда", "", 12));
    TRY(leaflet, decide(file, meeting, "1", "Напечатать памятку на четырёх языках: чьи документы, куда звонить.", "Наш центр", "Айгерим", -3));
    static_cast<void>(leaflet);
    TRY_VOID(progress(file, check, -9, "in_work", "Согласован список из восьми хозяйств.", {}));

    Meeting next;
    next.set_date(day(kNextMeeting));
    next.set_time("10:00");
    next.set_kind("ordinary");
    next.set_place("акимат, зал 214");
    next.set_state("planned");
    question(next, "Что сделано по решениям прошлых заседаний", "секретарь");
    question(next, "Продление меморандума с полицией", "Наш центр");
    TRY(planned, put(file, next));
    static_cast<void>(planned);
    return {};
  }

  Result<EntryId> recommend(FileId file, const char* number, const char* text, const char* to) {
    Recommendation one;
    one.set_number(number);
    one.set_text(text);
    one.set_to(to);
    return put(file, one);
  }
  Result<EntryId> act(FileId file, EntryId recommendation, const char* text, const char* body, const char* who, int due) {
    RecommendedAction one;
    one.set_recommendation(recommendation.text());
    one.set_text(text);
    one.set_body(body);
    one.set_person(who);
    one.set_due(day(due));
    if (std::string_view(who) == "Айгерим") one.set_member(demo_.worker.member().text());
    return put(file, one);
  }
  Result<void> judge(FileId file, EntryId recommendation, int when, const char* verdict, const char* reason) {
    RecommendationVerdict one;
    one.set_recommendation(recommendation.text());
    one.set_date(day(when));
    one.set_verdict(verdict);
    one.set_reason(reason);
    TRY(id, put(file, one));
    static_cast<void>(id);
    return {};
  }

  Result<void> report() {
    PublishedReport one;
    one.set_title("Доклад о торговле людьми, раздел о стране (пример, текст вымышлен)");
    one.set_kind("tip");
    one.set_year(day(-160).substr(0, 4));
    one.set_published(day(-160));
    one.set_publisher("пример");
    one.set_assessment("вторая группа (пример)");
    TRY(file, filing_.begin(demo_.director, one));
    TRY(first, recommend(file, "1", "Научить инспекторов труда узнавать признаки принудительного труда и знать, куда перенаправлять людей.", "Инспекция труда"));
    TRY(second, recommend(file, "2", "Давать помощь иностранцам независимо от того, есть ли у них документы.", "Центральный орган по социальной защите"));
    TRY(third, recommend(file, "3", "Оценивать каждый год, работает ли перенаправление, и публиковать итог.", "Межведомственная комиссия"));
    TRY(course, act(file, first, "Провести семинар для инспекторов с разбором случаев.", "Наш центр", "Айгерим", -40));
    TRY(memo, act(file, first, "Раздать памятку с признаками и номерами.", "Инспекция труда", "", -35));
    TRY(rules, act(file, second, "Подготовить предложение к Стандарту: помощь без документов.", "Наш центр", "Сауле", -10));
    TRY(count, act(file, second, "Посчитать, скольким иностранцам отказали и почему.", "Наш центр", "Айгерим", 45));
    static_cast<void>(third);
    static_cast<void>(count);
    TRY_VOID(progress(file, course, -42, "done", "Двадцать три инспектора, тест до и после.", {"Список участников и итоги тестов", "папка «Обучение», 7"}));
    TRY_VOID(progress(file, memo, -36, "done", "Памятка лежит во всех отделах.", {"Письмо инспекции о раздаче", "https://example.org/memo"}));
    TRY_VOID(progress(file, rules, -20, "in_work", "Черновик у юриста.", {}));
    TRY_VOID(judge(file, first, -30, "fulfilled", "Оба действия сделаны, инспекторы уже перенаправили двух человек."));
    TRY_VOID(judge(file, second, -15, "partly", "Предложение готовится, подсчёт впереди."));
    return {};
  }

  const DemoCooperation& demo_;
  vault::Filing filing_;
};

}  // namespace

// All of it was written down on one day, as somebody does who begins with the program: the reading record stays in the order of its
// time.
Result<void> demo_cooperation(const DemoCooperation& demo) { return Story(demo).write(); }

}  // namespace arasha::app
