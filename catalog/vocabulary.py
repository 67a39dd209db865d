"""The catalogue's vocabulary: genres, countries, languages, and the names others give them. [pure]

A label of another source that is listed here in no form is unknown (``None``): the reader counts
it. A label that is known to mean nothing for us, such as "International Movies", gives ``()``.
"""

from collections.abc import Iterable

GENRES = (
    "Action", "Adventure", "Animation", "Biography", "Comedy", "Crime", "Documentary", "Drama",
    "Family", "Fantasy", "Film Noir", "Game Show", "History", "Horror", "Music", "Musical",
    "Mystery", "News", "Reality", "Romance", "Science Fiction", "Short", "Sport", "Talk",
    "Thriller", "War", "Western",
)  # fmt: skip

#: Our genres = how others write them (besides our own name), folded to lower case.
_GENRE_ALIASES = """
Action Adventure = action & adventure | tv action & adventure
Animation = cartoons | adult animation | anime | anime series | anime features | anime & manga
Animation Family = animation & family
Biography = biographical | biopic
Comedy = comedies | tv comedies | sitcom | sketch comedy | stand-up comedy | stand up
Comedy Talk = stand-up comedy & talk shows
Crime = crime tv shows
Documentary = documentaries | documentation | docuseries | science & nature tv
Documentary = science & technology | nature
Drama = dramas | tv dramas | soap
Family = children | children's | kids | kids & family | kids' tv | children & family movies
Fantasy Science_Fiction = sci-fi & fantasy | tv sci-fi & fantasy
Film_Noir = film-noir | noir
Game_Show = game-show | game shows
History = historical
Horror = horror movies | tv horror
Music Musical = music & musicals
Musical = musicals
Mystery = mysteries | tv mysteries
Reality = reality-tv | reality tv | cooking & food | lifestyle & culture
Romance = romantic | romantic movies | romantic tv shows
Science_Fiction = sci-fi | scifi | science-fiction
Sport = sports | sports movies
Talk = talk-show | talk show | talk shows | late night
Thriller = thrillers | tv thrillers
War = war & politics
"""

#: Labels beside the genres that say something else: origin, audience, form, age.
_NO_GENRES = """
(no genres listed) | adult | black stories | british tv shows | classic & cult tv | classic movies
classics | cult movies | european | faith & spirituality | foreign | health & wellness | imax
independent movies | international | international movies | international tv shows
korean tv shows | latino | lgbtq movies | lgbtq+ | movies | spanish-language tv shows | teen
teen tv shows | tv movie | tv shows | unknown
"""

#: ISO 3166-1 alpha-2, then former countries by the codes TMDB uses (DD for its XG) and XK.
_COUNTRIES = """
AD Andorra | AE United Arab Emirates | AF Afghanistan | AG Antigua and Barbuda | AI Anguilla
AL Albania | AM Armenia | AO Angola | AQ Antarctica | AR Argentina | AS American Samoa | AT Austria
AU Australia | AW Aruba | AX Åland Islands | AZ Azerbaijan | BA Bosnia and Herzegovina | BB Barbados
BD Bangladesh | BE Belgium | BF Burkina Faso | BG Bulgaria | BH Bahrain | BI Burundi | BJ Benin
BL Saint Barthélemy | BM Bermuda | BN Brunei | BO Bolivia | BQ Caribbean Netherlands | BR Brazil
BS Bahamas | BT Bhutan | BV Bouvet Island | BW Botswana | BY Belarus | BZ Belize | CA Canada
CC Cocos Islands | CD DR Congo | CF Central African Republic | CG Congo | CH Switzerland
CI Ivory Coast | CK Cook Islands | CL Chile | CM Cameroon | CN China | CO Colombia | CR Costa Rica
CU Cuba | CV Cape Verde | CW Curaçao | CX Christmas Island | CY Cyprus | CZ Czech Republic
DE Germany | DJ Djibouti | DK Denmark | DM Dominica | DO Dominican Republic | DZ Algeria
EC Ecuador
EE Estonia | EG Egypt | EH Western Sahara | ER Eritrea | ES Spain | ET Ethiopia | FI Finland
FJ Fiji
FK Falkland Islands | FM Micronesia | FO Faroe Islands | FR France | GA Gabon | GB United Kingdom
GD Grenada | GE Georgia | GF French Guiana | GG Guernsey | GH Ghana | GI Gibraltar | GL Greenland
GM Gambia | GN Guinea | GP Guadeloupe | GQ Equatorial Guinea | GR Greece
GS South Georgia and the South Sandwich Islands | GT Guatemala | GU Guam | GW Guinea-Bissau
GY Guyana | HK Hong Kong | HM Heard Island and McDonald Islands | HN Honduras | HR Croatia
HT Haiti
HU Hungary | ID Indonesia | IE Ireland | IL Israel | IM Isle of Man | IN India
IO British Indian Ocean Territory | IQ Iraq | IR Iran | IS Iceland | IT Italy | JE Jersey
JM Jamaica
JO Jordan | JP Japan | KE Kenya | KG Kyrgyzstan | KH Cambodia | KI Kiribati | KM Comoros
KN Saint Kitts and Nevis | KP North Korea | KR South Korea | KW Kuwait | KY Cayman Islands
KZ Kazakhstan | LA Laos | LB Lebanon | LC Saint Lucia | LI Liechtenstein | LK Sri Lanka | LR Liberia
LS Lesotho | LT Lithuania | LU Luxembourg | LV Latvia | LY Libya | MA Morocco | MC Monaco
MD Moldova
ME Montenegro | MF Saint Martin | MG Madagascar | MH Marshall Islands | MK North Macedonia | ML Mali
MM Myanmar | MN Mongolia | MO Macao | MP Northern Mariana Islands | MQ Martinique | MR Mauritania
MS Montserrat | MT Malta | MU Mauritius | MV Maldives | MW Malawi | MX Mexico | MY Malaysia
MZ Mozambique | NA Namibia | NC New Caledonia | NE Niger | NF Norfolk Island | NG Nigeria
NI Nicaragua | NL Netherlands | NO Norway | NP Nepal | NR Nauru | NU Niue | NZ New Zealand | OM Oman
PA Panama | PE Peru | PF French Polynesia | PG Papua New Guinea | PH Philippines | PK Pakistan
PL Poland | PM Saint Pierre and Miquelon | PN Pitcairn | PR Puerto Rico | PS Palestine | PT Portugal
PW Palau | PY Paraguay | QA Qatar | RE Réunion | RO Romania | RS Serbia | RU Russia | RW Rwanda
SA Saudi Arabia | SB Solomon Islands | SC Seychelles | SD Sudan | SE Sweden | SG Singapore
SH Saint Helena | SI Slovenia | SJ Svalbard and Jan Mayen | SK Slovakia | SL Sierra Leone
SM San Marino | SN Senegal | SO Somalia | SR Suriname | SS South Sudan | ST São Tomé and Príncipe
SV El Salvador | SX Sint Maarten | SY Syria | SZ Eswatini | TC Turks and Caicos Islands | TD Chad
TF French Southern Territories | TG Togo | TH Thailand | TJ Tajikistan | TK Tokelau | TL Timor-Leste
TM Turkmenistan | TN Tunisia | TO Tonga | TR Turkey | TT Trinidad and Tobago | TV Tuvalu | TW Taiwan
TZ Tanzania | UA Ukraine | UG Uganda | UM US Outlying Islands | US United States | UY Uruguay
UZ Uzbekistan | VA Vatican City | VC Saint Vincent and the Grenadines | VE Venezuela
VG British Virgin Islands | VI US Virgin Islands | VN Vietnam | VU Vanuatu | WF Wallis and Futuna
WS Samoa | YE Yemen | YT Mayotte | ZA South Africa | ZM Zambia | ZW Zimbabwe
AN Netherlands Antilles | CS Serbia and Montenegro | DD East Germany | SU Soviet Union
XC Czechoslovakia | XK Kosovo | YU Yugoslavia
"""

_COUNTRY_ALIASES = """
AE uae | BA bosnia | BS the bahamas | CD congo, the democratic republic of the | CD zaire | CD ZR
CI côte d'ivoire | CI cote d'ivoire | CV cabo verde | CZ czechia | DD XG
DD german democratic republic
DE west germany | DE federal republic of germany | FM micronesia, federated states of
GB uk | GB great britain | GB england | GB scotland | GB wales | GB northern ireland | GB XI
GP guadaloupe | IR islamic republic of iran | KG kyrgyz republic | KP korea, north | KR korea
KR korea, south | KR republic of korea | LA lao people's democratic republic
LY libyan arab jamahiriya
MK macedonia | MM burma | MM BU | MO macau | NL the netherlands | NL holland
PS palestinian territory
RU russian federation | SU ussr | SY syrian arab republic | SZ swaziland | TL TP | TL east timor
TR türkiye | TW taiwan, province of china | TZ united republic of tanzania | US usa
US united states of america | VA holy see | VN viet nam
"""

#: ISO 639-1, then cn (Cantonese) and sh (Serbo-Croatian) as TMDB uses them.
_LANGUAGES = """
aa Afar | ab Abkhazian | ae Avestan | af Afrikaans | ak Akan | am Amharic | an Aragonese | ar Arabic
as Assamese | av Avaric | ay Aymara | az Azerbaijani | ba Bashkir | be Belarusian | bg Bulgarian
bi Bislama | bm Bambara | bn Bengali | bo Tibetan | br Breton | bs Bosnian | ca Catalan | ce Chechen
ch Chamorro | co Corsican | cr Cree | cs Czech | cu Church Slavonic | cv Chuvash | cy Welsh
da Danish
de German | dv Dhivehi | dz Dzongkha | ee Ewe | el Greek | en English | eo Esperanto | es Spanish
et Estonian | eu Basque | fa Persian | ff Fulah | fi Finnish | fj Fijian | fo Faroese | fr French
fy Western Frisian | ga Irish | gd Scottish Gaelic | gl Galician | gn Guarani | gu Gujarati
gv Manx
ha Hausa | he Hebrew | hi Hindi | ho Hiri Motu | hr Croatian | ht Haitian Creole | hu Hungarian
hy Armenian | hz Herero | ia Interlingua | id Indonesian | ie Interlingue | ig Igbo | ii Sichuan Yi
ik Inupiaq | io Ido | is Icelandic | it Italian | iu Inuktitut | ja Japanese | jv Javanese
ka Georgian
kg Kongo | ki Kikuyu | kj Kuanyama | kk Kazakh | kl Greenlandic | km Khmer | kn Kannada | ko Korean
kr Kanuri | ks Kashmiri | ku Kurdish | kv Komi | kw Cornish | ky Kyrgyz | la Latin
lb Luxembourgish
lg Ganda | li Limburgish | ln Lingala | lo Lao | lt Lithuanian | lu Luba-Katanga | lv Latvian
mg Malagasy | mh Marshallese | mi Māori | mk Macedonian | ml Malayalam | mn Mongolian | mr Marathi
ms Malay | mt Maltese | my Burmese | na Nauru | nb Norwegian Bokmål | nd North Ndebele | ne Nepali
ng Ndonga | nl Dutch | nn Norwegian Nynorsk | no Norwegian | nr South Ndebele | nv Navajo
ny Chichewa
oc Occitan | oj Ojibwa | om Oromo | or Odia | os Ossetian | pa Punjabi | pi Pali | pl Polish
ps Pashto
pt Portuguese | qu Quechua | rm Romansh | rn Rundi | ro Romanian | ru Russian | rw Kinyarwanda
sa Sanskrit | sc Sardinian | sd Sindhi | se Northern Sami | sg Sango | si Sinhala | sk Slovak
sl Slovenian | sm Samoan | sn Shona | so Somali | sq Albanian | sr Serbian | ss Swati | st Sotho
su Sundanese | sv Swedish | sw Swahili | ta Tamil | te Telugu | tg Tajik | th Thai | ti Tigrinya
tk Turkmen | tl Tagalog | tn Tswana | to Tongan | tr Turkish | ts Tsonga | tt Tatar | tw Twi
ty Tahitian | ug Uyghur | uk Ukrainian | ur Urdu | uz Uzbek | ve Venda | vi Vietnamese | vo Volapük
wa Walloon | wo Wolof | xh Xhosa | yi Yiddish | yo Yoruba | za Zhuang | zh Chinese | zu Zulu
cn Cantonese | sh Serbo-Croatian
"""

#: Other English names, names in the language itself as TMDB writes them, retired codes.
_LANGUAGE_ALIASES = """
ar العربية | az azərbaycan | be беларуская мова | bg български език | bm bamanankan | bn বাংলা
bs bosanski | ca català | ca valencian | cn 广州话 / 廣州話 | cs český | cy cymraeg | da dansk
de deutsch | el ελληνικά | es español | es castilian | et eesti | eu euskera | fa dari | fa farsi
fa فارسی | ff fulfulde | fi suomi | fr français | fy frisian | ga gaeilge | gd gaelic | gl galego
ha هَوُسَ | he iw | he עִבְרִית | hi हिन्दी | hr hrvatski | ht haitian; haitian creole | hu magyar
id bahasa indonesia | id in | is íslenska | it italiano | ja 日本語 | ka ქართული | kk қазақ
kl kalaallisut | kn ಕನ್ನಡ | ko 한국어/조선말 | ky kirghiz | lt lietuvių | lv latviešu | mi maori
ms bahasa melayu | mt malti | nb bokmål | nl nederlands | nl flemish | no norsk
ny chichewa; nyanja
or oriya | pa panjabi | pa ਪੰਜਾਬੀ | pl polski | ps pushto | ps پښتو | pt português
rm raeto-romance
ro mo | ro moldavian | ro română | ru pусский | ru русский | rw kinyarwanda | sh srpskohrvatski
si sinhalese | sk slovenčina | sl slovene | sl slovenščina | sq shqip | sr srpski
st southern sotho
sv svenska | sw kiswahili | ta தமிழ் | te తెలుగు | th ภาษาไทย | tl filipino | to tonga | tr türkçe
ug uighur | uk український | ur اردو | uz ozbek | vi tiếng việt | yi ji | zh mandarin | zh 普通话
zh 國語
zu isizulu
"""

_NO_LANGUAGES = frozenset({"xx", "no language", "none", "zxx", "silent"})
_NO_COUNTRIES = frozenset({"xx", "zz", "none", "nan", "unknown"})


def _entries(table: str) -> Iterable[str]:
    return (entry.strip() for line in table.strip().splitlines() for entry in line.split("|"))


def _codes(table: str) -> dict[str, str]:
    """Return {code: name} from entries of the form ``DE Germany``."""
    return {code: name for code, _, name in (entry.partition(" ") for entry in _entries(table))}


def _aliases(names: dict[str, str], table: str) -> dict[str, str]:
    """Return {folded name, code or alias: code}."""
    known = {code.casefold(): code for code in names}
    known |= {name.casefold(): code for code, name in names.items()}
    return known | {
        alias.casefold(): code for code, _, alias in (e.partition(" ") for e in _entries(table))
    }


def _genre_labels() -> dict[str, tuple[str, ...]]:
    labels: dict[str, tuple[str, ...]] = {genre.casefold(): (genre,) for genre in GENRES}
    for line in _GENRE_ALIASES.strip().splitlines():
        ours, _, theirs = line.partition("=")
        genres = tuple(genre.replace("_", " ") for genre in ours.split())
        labels |= dict.fromkeys(_entries(theirs), genres)
    return labels | dict.fromkeys(_entries(_NO_GENRES), ())


COUNTRIES = _codes(_COUNTRIES)
LANGUAGES = _codes(_LANGUAGES)
_GENRES_BY_LABEL = _genre_labels()
_COUNTRIES_BY_NAME = _aliases(COUNTRIES, _COUNTRY_ALIASES)
_LANGUAGES_BY_NAME = _aliases(LANGUAGES, _LANGUAGE_ALIASES)


def genres_of(label: str) -> tuple[str, ...] | None:
    """Return our genres for a label of another source; None if the label is unknown.

    >>> genres_of("Sci-Fi & Fantasy")
    ('Fantasy', 'Science Fiction')
    """
    return _GENRES_BY_LABEL.get(label.casefold())


def countries_of(name: str) -> tuple[str, ...] | None:
    """Return the ISO code of a country given by code or name; None if it is unknown.

    >>> countries_of("West Germany")
    ('DE',)
    """
    return _found(name, _COUNTRIES_BY_NAME, _NO_COUNTRIES)


def languages_of(name: str) -> tuple[str, ...] | None:
    """Return the ISO code of a language given by code or name; None if it is unknown.

    >>> languages_of("Français")
    ('fr',)
    """
    return _found(name, _LANGUAGES_BY_NAME, _NO_LANGUAGES)


def _found(name: str, known: dict[str, str], none: frozenset[str]) -> tuple[str, ...] | None:
    folded = name.casefold()
    code = known.get(folded)
    if code is None:
        return () if folded in none else None
    return (code,)
