"""What points to somebody, by kind, as regular expressions. Every repetition has an upper bound.

Where capitals matter an expression says so; all others take a text in either case.
"""

from __future__ import annotations

import re

from surveyapp.release.comments.lexicon import AMBIGUOUS_PLACES, PLACES, UNITS


def _any_case(*expressions: str) -> list[re.Pattern[str]]:
    return [re.compile(expression, re.IGNORECASE) for expression in expressions]


def _exact(*expressions: str) -> list[re.Pattern[str]]:
    return [re.compile(expression) for expression in expressions]


MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
PLAIN_MONTH = r"(?:january|february|april|june|july|august|september|october|november|december)"
WEEKDAY = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)day"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
NUMBER = rf"(?:\d{{1,3}}(?:\.\d)?|a|an|{ONES})(?:[ -](?:and a half|odd|plus|{ONES})){{0,2}}"
SEVERAL = rf"(?:\d{{1,3}}|{ONES})"
HOLIDAY = (
    r"(?:christmas(?: eve| day)?|thanksgiving|easter|passover|ramadan|eid|diwali|hanukkah|yom kippur"
    r"|halloween"
    r"|new year(?:['’]?s)?(?: eve| day)?|(?:memorial|labor|independence|mother['’]s|father['’]s"
    r"|valentine['’]s"
    r"|veterans|columbus|presidents['’]?|mlk) day|fourth of july|july 4(?:th)?|juneteenth|super bowl)"
)
SEASON = r"(?:spring|summer|fall|autumn|winter)"

DATES = _any_case(
    r"\b(?:19[4-9]\d|20[0-4]\d)\b",
    rf"\b{PLAIN_MONTH}\b(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? ?\d{{4}}\b)?",
    rf"\b{MONTH}\.? {DAY}\b(?:,? \d{{4}})?",
    rf"\b(?:the )?{DAY} (?:of )?{MONTH}\b(?:,? \d{{4}})?",
    rf"\b(?:in|of|last|this|next|since|until|by|early|late|mid)[ -]{MONTH}\b(?:,? \d{{4}})?",
    r"\b(?!24/7|50/50)(?!(\d+)/\1\b)(?!1/[234]\b)\d{1,2}/\d{1,2}(?:/\d{2,4})?\b(?!/)",
    r"\b\d{1,2}([.-])\d{1,2}\1\d{2,4}\b",
    r"\b\d{4}-\d{2}(?:-\d{2})?\b",
    rf"\b(?:last|this|that|on|next|the|one|a)[ ]{WEEKDAY}\b(?! ?(?:mornings|afternoons|evenings|nights))"
    r"(?: (?:morning|afternoon|evening|night))?",
    rf"\b(?:last|this|that|the|next|early|late|in|since)(?: the)? {SEASON}\b(?! (?:apart|short))"
    r"(?: of \d{4}| of ['’]\d\d| \d{4})?",
    rf"\b(?:on )?{HOLIDAY}(?!\w)",
    r"\b(?:yesterday|last (?:night|week|month|year|shift)|earlier this (?:week|month|year))\b",
    rf"\b{SEVERAL} (?:days?|nights?|weeks?|months?|years?) ago\b",
    r"\b(?:my|his|her|their) (?:very )?(?:first|last|second|final) (?:day|night|week|month|shift|year)\b",
    r"\b\d{1,2}(?::\d\d)? ?(?:am|pm|a\.m\.|p\.m\.|o['’]clock)(?!\w)",
    r"\b[01]?\d:[0-5]\d\b|\b2[0-3]:[0-5]\d\b|\b[0-2]\d[0-5]\d (?:hours|hrs)\b",
    r"\b(?:on|of|since|until|by) the \d{1,2}(?:st|nd|rd|th)\b(?! floor)",
    r"\bclass of (?:['’]\d\d|\d{4})\b",
)
NAMED = (
    r"(?:Hospitals?|Medical (?:Center|Centre|School|College|Group)|Med Center|Clinic|General|Health(?:care)?"
    r"|Health System|Center|Centre|University|College|School|Institute|Infirmary|Memorial|Presbyterian"
    r"|Baptist"
    r"|Methodist|Mercy|County|Church|Pavilion|Tower|Building|Street|Avenue|Ave|Road|Rd|Boulevard|Blvd|Hall"
    r"|LLP|LLC|PLLC|Inc|Associates|Partners)"
)
CAPITAL = r"[A-Z][\w'’.-]{0,30}"
LIKELY_PLACES = "|".join(sorted(PLACES - AMBIGUOUS_PLACES))
SPOTS = (
    r"room|rm|bed|bay|pod|resus|trauma|hallway|suite|unit|ward|floor|building|bldg|tower|triage|exam"
    r"|theat(?:re|er)"
    r"|zone|station|section|operating room"
)
PLACE = [
    *_exact(
        rf"(?<!\w)(?:{CAPITAL}(?: & | and | )){{1,4}}{NAMED}(?!\w)",
        rf"(?<!\w)(?:University|Hospital|College|School|County|City"
        rf"|Church) of {CAPITAL}(?: {CAPITAL}){{0,2}}",
        rf"(?<!\w)(?:St|Saint|Mt|Mount|Fort|Ft|Lake|San|Santa|New|Los|Las|El)\.? {CAPITAL}",
        rf"(?<!\w)(?:the |The )?{CAPITAL} (?:site|campus|clinic|branch|office|location|ED|ER|ICU)(?!\w)",
        rf"(?<!\w)(?:the |The )(?:{UNITS})(?!\w)",
        r"(?<!\w)\d{1,2}[ -]?(?:North|South|East|West)(?!\w)|(?<!\w)(?:North|South|East|West"
        r"|Tower) ?\d{1,2}(?!\w)",
        r"(?<!\w)OR ?#?\d{1,2}(?!\w)",
        rf"(?<!\w)(?:{'|'.join(sorted(place.title() for place in AMBIGUOUS_PLACES - {'mobile'}))})(?!\w)",
        r"(?<!\w)the (?:Bronx|Midwest|Northeast|Southwest|Bay Area)(?!\w)(?: clinic)?",
    ),
    *_any_case(
        rf"\b(?:{LIKELY_PLACES})\b",
        rf"\b(?:{SPOTS})(?: (?:bay|bed|room|no\.?|number|exam))? ?#?(?:\d{{1,4}}[a-z]?|[a-d])\b(?! ?(?:%"
        rf"|hours))",
        r"\b(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
        r"|tenth) floor\b",
        r"\b(?:north|south|east|west|upper|lower) (?:campus|wing|tower|side)\b",
        r"\b\d{1,5} (?:[\w'’-]{2,20} ){1,3}(?:street|avenue|road|boulevard|lane|drive)\b",
    ),
]
DIGITS = r"(?=[\w#:./-]{0,20}\d)[\w#:./-]{2,24}\b"
NUMBERS = _any_case(
    r"\b(?:mrn|npi|csn|har|ssn|dea)(?: (?:number|no\.?|is|was))?[ :#]{0,3}\d[\d-]*",
    rf"\b(?:chart|case|docket|claim|encounter|record|account|acct|file|badge|licen[sc]e|policy|index"
    rf"|visit|complaint"
    rf"|incident|accession|id|employee)(?: (?:number|numbers|no\.?|nr\.?|id"
    rf"|#))?[ :#]{{0,3}}(?<=[ :#]){DIGITS}",
    r"(?<!\w)#\d[\w-]*",
    r"\b\d{3}-\d{2}-\d{4}\b",
    r"(?<![\d$€£,.])\d{5,}\b(?!,)",
    r"\b\d{2,4}-[a-z]{2,3}-\d{3,}\b",
    r"\b[a-z]{1,3}-?\d{4,}\b",
)
# At most 15 digits with the code of the country (ITU-T E.164); without it, 9 to 12 that begin with 0.
ABROAD = (
    r"(?<![\w+])(?:\+|00(?=[1-9]))(?=(?:[ .()-]{0,2}\d){7,15}(?!\d))"
    r"\d{1,3}(?:[ .-]?(?:\(0\)|\(?\d{2,4}\)?)){2,6}(?!\d)"
)
DATED = r"\d{1,2}([ .-])\d{1,2}\1(?:19|20)\d\d\b"
AT_HOME = (
    rf"(?<![\w.,+-])(?!{DATED})(?=\(?(?:\d[ .)-]{{0,2}}){{9,12}}(?!\d))"
    r"\(?0\d{1,4}\)?([ .-])\d{2,8}(?:\2\d{2,5}){0,3}(?!\d)"
)
CONTACT = _any_case(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    r"[\w.+-]{1,64} ?(?:\(at\)|\[at\]) ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    r"\b(?:https?://|www\.)\S{1,200}",
    r"\b[\w-]{2,63}\.(?:com|org|edu|net|gov|io)\b(?:/\S{0,200})?",
    r"(?<![\w@.])@\w{2,30}",
    r"(?<![\w-])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]?\d{4}\b",
    r"(?<![\w-])\d{3}-\d{4}\b",
    ABROAD,
    AT_HOME,
    r"\b(?:ext(?:ension)?\.?|pager|beeper|x)[ :#]{0,2}\d{3,6}\b",
)
YEARS = r"(?:years?|yrs?|y|months?|mos?|weeks?|wks?|days?)"
AGES = _any_case(
    rf"\b{NUMBER}[ -]?{YEARS}[ -]?(?:olds?|/o)\b",
    r"\b\d{1,3} ?(?:yo|y/o|yof|yom|y\.o\.)(?!\w)",
    rf"\b(?:aged?|age of|turned|turning) {SEVERAL}\b",
    r"\bin (?:my|his|her|their) (?:early |mid[ -]?|late )?(?:\d0['’]?s|twenties|thirties|forties|fifties"
    r"|sixties"
    r"|seventies|eighties|nineties)\b",
    r"\b(?:newborns?|neonates?|toddlers?|infants?|teenagers?|octogenarians?|nonagenarians?)\b",
)
DURATIONS = _any_case(
    rf"\b(?:(?:for|over|after|about|nearly|almost|more than|less than)(?: the (?:last|past))? )?"
    rf"{NUMBER}\+? (?:years?|yrs?|months?|weeks?|decades?)\b(?! (?:ago|old))",
)
TIMES = rf"(?:once|twice|thrice|{SEVERAL} times)"
AMOUNTS = _any_case(
    r"[$€£] ?\d[\d,.]*\d?(?: ?(?:k|m|bn|thousand|million)\b)?",
    r"\b\d[\d,.]* ?(?:dollars|euros|pounds|million|thousand)\b",
    rf"\b{SEVERAL} (?:(?:law)?suits?|malpractice (?:suits|cases|claims)|claims?|complaints?|depositions?"
    rf"|verdicts?"
    r"|settlements?)\b",
    rf"\b(?:sued|named|deposed|reported|reviewed|divorced)(?: in court)? {TIMES}\b",
)
HEADED = (
    r"(?:(?:vice|deputy|assistant|associate|co)[ -])?(?:chair(?:man|woman|person)?"
    r"|chief(?: of [a-z]+)?(?: resident)?"
    r"|directors?|head(?= of)|dean|president|ceo|cmo|cno|manager|supervisor|boss|coordinator"
    r"|ombuds(?:man|person)?"
    r"|chaplain|charge nurse|team lead|section lead|department head|division head)"
)
NEWCOMER = (
    r"(?:pa|np|rn|nurse|resident|intern|attending|fellow|hire|doctor|physician|faculty|colleague|chair"
    r"|scribe|tech"
    r"|guy|girl|woman|man|surgeon|hospitalist)"
)
GROUP = (
    r"(?:black|african[ -]american|asian|latin[aox]|hispanic|indian|arab|muslim|jewish|hindu|sikh|mormon|gay"
    r"|lesbian|queer|bisexual|trans(?:gender)?|non-?binary|foreign|foreign[ -]trained|immigrant|veteran"
    r"|deaf|disabled"
    r"|single|widowed|divorced|female|male|dual[ -]career)"
)
SINGLE = (
    r"(?:only|sole|lone|first|oldest|youngest|newest|longest[ -]serving|one|most \w+|least \w+|second|senior)"
)
NO_PERSON = (
    r"(?:things?|way|reason|time|problem|issue|option|solution|concern|question|exception|difference|benefit"
    r"|suggestion|complaint|part|help|good|downside|place|support|drawback|hope|advice|point|person"
    r"|people|one)"
)
ROLES = _any_case(
    rf"\b(?:the|an|our|their|my) (?:only|sole|lone) (?!{NO_PERSON}\b(?! (?:in|on|at|of|from)\b))"
    r"[\w-]+(?: (?!who\b|that\b|and\b|is\b|was\b|had\b|has\b|to\b|for\b)[\w-]+){0,5}",
    rf"\b(?:our|the|my|their) (?:(?:new|former|old|acting|interim|current|previous|ex|then)[ -])?"
    rf"(?!(?:and|or|of|to|in|is|was|for|a)\b)(?:[\w&-]{{2,20}} (?!(?:and|or|of|to|in|is|was|for"
    rf"|a)\b)){{0,2}}{HEADED}\b",
    rf"\b(?:the|our|a|their) (?:new|newest|other|former|senior|retired|temporary"
    rf"|locum) (?:[\w-]{{2,20}} )?{NEWCOMER}\b",
    r"\bthe (?:[\w-]{2,20} ){0,3}(?:fellow|intern|scribe|midwife|paramedic|chief resident)\b",
    rf"\b(?:i am|i['’]m|i was|as|being|i have been) the {SINGLE}\b(?: [\w-]+){{0,4}}",
    rf"\bas an? (?:[\w-]{{2,20}} )?{GROUP}\b(?: [\w-]{{2,20}})?",
    r"\b(?:maternity|paternity|parental|medical|sick|family|disability|fmla|military|bereavement"
    r"|sabbatical) leave\b",
    r"\b(?:sabbatical|pregnant|pregnancy|postpartum|miscarriage|chemo(?:therapy)?|rehab|wheelchair"
    r"|deployed)\b",
    r"\bmy (?:husband|wife|spouse|partner|fianc[ée]e?|brother|sister|father|mother|son"
    r"|daughter),? (?:who |is |was "
    r"|also |an? )[^.,;!?\n]{1,60}",
    r"\b(?:the )?(?:complainant|whistle-?blower)\b",
    r"\b(?:i|we) (?:founded|started|run|ran|lead|led|chair|chaired|direct|directed|head|headed) (?:the"
    r"|our|this)"
    r"(?: [\w-]+){1,3}",
)

PATTERNS: dict[str, list[re.Pattern[str]]] = {
    "role": ROLES,
    "place": PLACE,
    "date": DATES,
    "age": AGES,
    "duration": DURATIONS,
    "number": NUMBERS,
    "contact": CONTACT,
    "amount": AMOUNTS,
}
"""By kind of hint (see ``hints.KINDS``), names apart."""
