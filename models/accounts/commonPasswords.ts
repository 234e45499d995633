/**
 * What people choose when told to choose a password: the words below, in the languages our users speak, and walks over
 * keyboards. `models/accounts/password.ts` finds them in any case and spelling (`P@ssw0rd`), doubled, and with years and rows of
 * digits around them, so that one word stands for thousands of passwords. Short everyday words are left out on purpose:
 * a sentence is a good password.
 */
const words = `
  password passwords passwort wachtwoord paswoord motdepasse contrasena contraseña hasło haslo parola lozinka salasana
  passphrase passcode pass pincode secret secrets geheim geheimwort topsecret welcome welkom willkommen bienvenue
  bienvenido witaj letmein openup opensesame sesame trustno1 changeme changemenow change default temporary temp
  test tester testing testtest demo guest user username login logon signin admin administrator administrateur
  beheerder root toor super superuser supervisor manager master system server database oracle mysql mongodb postgres
  access account computer internet network desktop windows windowsxp microsoft apple samsung google facebook
  instagram twitter youtube linkedin hotmail gmail yahoo outlook office company bedrijf project projects funding
  commission commissie european europe europa brussels brussel bruxelles homeaffairs horizon horizon2020
  qwerty qwert azerty qwertz asdf zxcv wasd abcd abcdef
  iloveyou iloveyoubaby iloveyouforever iloveu ilovegod ilovehim ilovemyself ikhouvanjou ichliebedich jetaime tequiero
  tequieromucho teamo tiamo lovely loveme lover loverboy lovelove loveyou love liefde schatje schatzi amour amore
  princess prinses princesa princesse prinzessin queen king prince angel angels engel angelina babygirl babyboy baby
  sweetheart sweetie honey darling cutie sexy beautiful gorgeous pretty handsome
  monkey dragon tiger tigger lion panther eagle eagles falcon wolf wolves bear bears horse pony puppy kitty kitten
  dolphin dolphins butterfly spider phoenix unicorn pikachu pokemon mickey minnie snoopy garfield scooby spongebob
  sunshine sunflower rainbow flower flowers flores bloem bloemen moonlight midnight starlight blessed heaven paradise
  freedom forever whatever nothing something anything everything unbelievable awesome fantastic friends friend family
  familie famille mother father mama papa mummy daddy sister brother grandma grandpa bestfriend bestfriends
  football voetbal fussball futbol soccer baseball basketball volleyball handball hockey tennis cricket rugby golf
  liverpool arsenal chelsea chelseafc barcelona realmadrid juventus manchester manchesterunited ajax feyenoord
  psv anderlecht standard bayern bayernmunchen dortmund celtic rangers everton tottenham cowboys yankees lakers
  steelers patriots ronaldo messi ronaldinho beckham michaeljordan jordan maradona cruyff
  superman batman spiderman ironman hulk captain wonderwoman starwars skywalker darthvader yoda matrix gandalf
  hobbit frodo potter harrypotter hogwarts naruto goku zelda mario nintendo playstation xbox minecraft fortnite
  roblox counterstrike warcraft runescape hunter hunter2 killer shadow ninja samurai warrior gladiator pirate
  wizard magic merlin zeus apollo mercury saturn jupiter venus galaxy universe infinity
  mustang corvette ferrari porsche mercedes bmw audi volvo toyota honda yamaha harley kawasaki suzuki volkswagen
  chocolate chocola schokolade cookie cookies candy cheese cheesecake banana orange apple cherry strawberry peanut
  pepper ginger coffee koffie pizza vanilla cinnamon bubbles sugar jellybean cupcake
  metallica nirvana eminem slipknot blink182 linkinpark greenday acdc ironmaiden beatles elvis madonna rihanna
  beyonce britney shakira onedirection justinbieber taylorswift
  jesus jesuschrist christ godisgood godislove bless faith trinity gabriel archangel allah muhammad krishna buddha
  january february march april june july august september october november december
  januari februari maart juni juli augustus oktober janvier fevrier avril juin juillet aout septembre octobre
  novembre decembre januar februar märz maerz dezember
  monday tuesday wednesday thursday friday saturday sunday maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
  montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
  spring summer autumn winter lente voorjaar zomer herfst najaar printemps automne hiver frühling sommer herbst
  holiday holidays vakantie christmas kerstmis noel weihnachten easter birthday verjaardag halloween
  amsterdam rotterdam utrecht denhaag thehague antwerp antwerpen gent ghent leuven brugge nederland holland belgie
  belgium luxembourg london paris berlin münchen munich hamburg frankfurt vienna wien madrid lisboa lisbon porto
  roma rome milano napoli warsaw warszawa krakow prague praha budapest athens dublin ireland scotland england
  france germany deutschland espana italia polska portugal america canada australia newyork california texas
  florida chicago boston dallas denver houston detroit washington toronto sydney moscow tokyo
  alexander alexandra alexandre alexis amanda andrea andreas andrew angela anthony antonio arthur ashley austin
  barbara benjamin bernard brandon brenda brian caroline carlos charles charlie charlotte chris christian christina
  christine christopher claudia daniel daniela daniella danielle david dennis diana dominic edward eleanor elizabeth
  elisabeth emily emma eric fernando florian francesco francis frank frederic gabriela george gerard giuseppe hannah
  hendrik henry isabel isabella isabelle jacob james jasmine jason jasper jennifer jeremy jessica joanna johan johannes
  john jonathan joseph joshua juliette julian justin katarzyna katherine kathleen kevin kimberly kristina laura
  lauren leonardo linda lorenzo louise lucas madison marcel margaret maria marianne marie marina marjolein martin
  martina matthew melissa michael michelle miguel monica natalia natalie nathalie nathan nicholas nicolas nicole
  olivia oliver pamela patricia patrick peter philip philippe pieter rachel raphael rebecca richard robert roberto
  ryan samantha samuel sandra sarah sebastian simon sophie stefan stephanie stephen steven susan suzanne sylvia
  tatiana theodore theresa thomas tiffany timothy tyler vanessa veronica victor victoria vincent virginia willem
  william yolanda zachary
  green purple yellow black white blue silver golden diamond crystal platinum
  happy smile smiley lucky luckyone peace hello hallo bonjour hola goodbye please thankyou bedankt
  money cash million millionaire boss gangster hacker cyber secure security private please correcthorse
  correcthorsebatterystaple
`;

/** Lower case, as in `foldPassword`. */
export const commonWords: ReadonlySet<string> = new Set(
  words
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .split(/\s+/)
    .filter(word => word.length >= 3),
);

const rows = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '12345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '1a2b3c4d5e6f7g8h9i0j',
  'a1b2c3d4e5f6g7h8i9j0',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'zaq1xsw2cde3vfr4bgt5nhy6mju7',
  'qawsedrftgyhujikolp',
  '147258369',
  '159357',
  '13579',
  '24680',
  '!@#$%^&*()',
  '!"£$%^&*()',
];

/** Walks over a keyboard, the alphabet and the digits, in both directions. */
export const commonWalks: readonly string[] = rows.flatMap(row => [row, row.split('').toReversed().join('')]);
