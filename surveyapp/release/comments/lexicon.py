"""Words that the patterns know: names, places, and words that are neither although they begin with a capital.

Written by hand for English as it is used in hospitals; in lower case.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GIVEN_NAMES = _words("""
    aaron abdul abigail adam adrian ahmed aisha alan albert alejandro alex alexander alexandra alexis ali
    alice alicia alison allison alyssa amanda amelia amina amir amit amy ana anand andrea andreas andrew
    andy angela anil anita anjali ann anna anne annie anthony antonio anya arjun arthur arun asha ashley
    audrey barbara ben benjamin beth bethany betty beverly bob bonnie brad brandon brenda brian brittany
    bruce bryan caitlin carl carla carlos carmen carol caroline carolyn catherine cathy charles charlotte
    chen cheryl chloe chris christian christina christine christopher cindy claire claudia colin connor
    courtney craig crystal cynthia daniel danielle dave david deborah debra deepak dennis derek diana diane
    diego dmitri donald donna doris dorothy doug douglas dylan ebony eduardo edward eileen elena eleanor
    elijah elizabeth ella ellen emily emma eric erica erik erin ethan eugene eva evan evelyn fatima fernando
    fiona francis francisco gabriel gabriela gail gary george gerald gina giovanni gloria gordon greg
    gregory gustavo hannah harold harry hassan heather hector helen henry hiroshi holly howard hussein ian
    ibrahim imani ingrid irene isaac isabel isabella ivan jacob jacqueline jake jamal james jamie jane janet
    janice jared jasmine jason javier jean jeff jeffrey jennifer jenny jeremy jerry jesse jessica jill jim
    jimmy joan joanna joe joel johan john johnny jonathan jorge jose joseph joshua joyce juan juanita judith
    judy julia julian julie justin karen karl karthik kate katherine kathleen kathryn kathy katie kavita
    keith kelly ken kenneth kevin khalid kim kimberly kiran kristen kristin kurt kyle lakshmi larry latoya
    laura lauren lawrence leah leila leonard leslie liam linda lisa lori louis louise lucas lucia lucy luis
    luke lydia lynn madison magdalena malik manuel marcus margaret maria mariana marie marilyn mario marissa
    martha martin mary mateo matt matthew maureen megan mehmet mei melissa michael michelle miguel mike min
    miriam mohamed mohammed monica morgan muhammad nadia nancy naomi natalia natalie natasha nathan neha
    neil nicholas nicole nina noah nora olga oliver olivia omar oscar pablo pamela patricia patrick paul
    paula pedro peggy peter philip phillip phyllis pooja prakash priya rachel rafael rahul raj rajesh ralph
    ramesh ramon randy raquel ravi raymond rebecca reza ricardo richard rita robert roberto robin rodrigo
    roger ronald rosa rosemary roy russell ruth ryan sally sam samantha samuel sandeep sandra sanjay
    santiago sara sarah scott sean sergei shannon sharon shawn sheila shirley sofia sonia sophia sophie
    stacey stacy stanley stefan stephanie stephen steve steven stuart sunil suresh susan suzanne sven
    svetlana sydney sylvia tamara tanya tara teresa terry theodore theresa thomas tiffany tim timothy tina
    todd tom tommy tony tracy tyler tyrone usha valerie vanessa veronica vicki victor victoria vijay vikram
    vincent virginia vivian walter wanda wayne wei wendy william xavier yan yasmin yolanda yuki yusuf yvonne
    zachary zainab zoe
""")
SURNAMES = _words("""
    adams aguilar ahmad alvarez anderson bailey barnes bennett bhatt brennan brooks bryant burke campbell
    carter castillo castro chang chatterjee chaudhry chavez choi chowdhury chung clark cohen coleman collins
    cooper cruz cunningham davis delgado diaz edwards ellis evans fernandez fisher fitzgerald flores ford
    foster friedman garcia gibson goldberg goldstein gomez gonzales gonzalez graham griffin guerrero gupta
    gutierrez guzman hall hamilton hansen harris harrison hayes henderson hernandez herrera hoffman hughes
    hussain huang jackson jenkins jensen jimenez johnson jones joshi kapoor kaplan katz kaur kennedy khan
    kowalski kumar larson lee levine lewis lim lin liu lopez lowe martinez marshall mcdonald mehta mendez
    mendoza meyer miller mitchell mohan moore morales moreno morris murphy murray myers naidu nair nelson
    nguyen novak nunez obrien oconnor okafor olson ortega ortiz owens park parker patel patterson perez
    perry peterson pham phillips powell ramirez ramos rao reddy reyes reynolds richardson rivera roberts
    robertson robinson rodriguez rogers romero rosenberg ross ruiz russo ryan salazar sanchez sanders santos
    schmidt schneider schwartz shah shapiro sharma siddiqui silva simmons singh smith snyder soto stevens
    stewart sullivan tanaka taylor thompson torres tran turner vargas vasquez wagner walker wallace wang
    watson weber weiss williams wilson wong wright wu yamamoto yang yilmaz zhang zhao zimmerman
""")
AMBIGUOUS = _words("""
    ford foster hall jean kim lee lim lin min park perry price robin terry wright cooper fisher parker
    turner walker mark may grace hope faith joy will bill art guy rose dean chase grant drew frank jack rich
    young king white brown long green black day rob pat sue ray gene dale glen cliff miles cruz yang lowe
    ross ken kurt raj mei wei chris dave
""")
"""Names that are other words as well, or too short: only with a capital letter."""
PLACES = _words("""
    alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho
    illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
    mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah
    vermont washington wisconsin wyoming albany albuquerque atlanta austin baltimore birmingham boston bronx
    brooklyn buffalo charlotte chicago cincinnati cleveland columbus dallas denver detroit harlem honolulu
    houston indianapolis jacksonville london manhattan memphis miami milwaukee minneapolis nashville omaha
    orlando philadelphia phoenix pittsburgh portland queens sacramento seattle tampa toronto tucson yonkers
    afghanistan argentina australia bangladesh brazil britain canada china colombia cuba egypt england
    ethiopia france germany ghana greece guatemala haiti india iran iraq ireland israel italy jamaica japan
    jordan kenya korea lebanon lagos mexico mumbai nepal netherlands nigeria pakistan peru philippines
    poland portugal romania russia scotland singapore somalia spain sudan sweden switzerland syria taiwan
    thailand turkey uganda ukraine venezuela vietnam wales zimbabwe
""")
AMBIGUOUS_PLACES = _words("buffalo china jordan mobile phoenix queens turkey")
ACRONYMS = _words("""
    ABEM ABIM ACEP ACGME ACLS AED AI AMA AMS APP ATLS BP CBT CEO CEU CFO CHF CME CMO CNO COPD COVID CPR CQI
    CT CV CXR DC DNR DO EAP ECG ECMO ED EEG EHR EKG EM EMR EMS EMT ENT ER FAQ FT FTE FYI GI GME GP GU HCAHPS
    HIPAA HIV HR ICU ID IM IRB IT IV LLC LOS LP LVAD LWBS MD MDS MI MICU MRI NP NPS OB OBGYN OK OMG OR OT PA
    PACU PCP PE PD PGY PHQ PICU PPE PR PRN PT PTO PTSD QA QI RCA RN RT RVU SICU SNF STEMI TBI TIA TPA TV TW
    UK ICD US USA UTI VP VIP WHO YES NO NOT I II III IV AND THE A IS TO WE MY BE IN IT OF ON SO DO GO UP IF
    AN AS AT BY ALL ANY TOO HELP MORE GOOD OUR YOU NICU CCU MRN NPI
""")
UNITS = "NICU|PICU|MICU|SICU|CICU|CVICU|PACU|L&D|[Cc]ath [Ll]ab|[Bb]urn [Uu]nit|[Ll]abor and [Dd]elivery"
COMMON = _words("""
    a about above after again all almost also although always am an and another any anybody anyone anything
    are as ask at away back be because been before being better between both but by can case cases clear
    clearly come could dear debriefing despite did do does doing done doctor doctors don due during each
    early either else emergency english even ever every everybody everyone everything everywhere faculty few
    fewer finally first fix following for from get getting give given go going good great had happy has have
    having he help her here hers him his honestly hospital how however i if important in indeed instead into
    is it its just keep knowing later law lawsuit lawsuits lawyers leaders leadership leave less let like
    listen listening little long look lot love make making management many maybe me medicine meetings mentor
    mentors might mine more most much must my myself need needs neither never new next no nobody none nor
    not nothing now nurse nurses of off offer often ok okay on once one only opt opt-in opt-out or other
    others our ours out over overall own patient patients peer people perhaps personally physician
    physicians please plaintiff plenty poor probably program programs provide quality quite rather really
    residents review reviews same see seriously several shame she should since so some somebody someone
    something sometimes somewhere sorry staff staffing still stop such suddenly support supporter supporters
    survey take talk talking team thank thanks that the their theirs them then there these they thing things
    think this those though three through time to today together too training truly trust try two under
    unfortunately until up us very wait was we well were what whatever when where whether which while who
    whoever whom whose why will wish with within without work workers working worse would yes yet you your
    yours medical malpractice department committee wellness burnout system administration american european
    african asian spanish french german christian god covid zoom epic teams google balint schwartz rounds
    mini morbidity mortality conference grand friday saturday sunday monday tuesday wednesday thursday
    january february march april may june july august september october november december anonymous
    confidentiality culture making having offering asking life error errors internal external second third
    last best worst big small colleague colleagues attending attendings
""")
"""Words whose capital letter says nothing: they begin sentences, or belong to what surveys ask about."""
PARTICLES = r"(?:van|von|der|den|de|da|di|del|della|la|le|al|el|bin|ibn|ben|abu|dos|st\.?)"
