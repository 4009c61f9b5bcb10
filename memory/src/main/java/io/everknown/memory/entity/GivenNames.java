package io.everknown.memory.entity;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Common given names, so that two of them are never taken for one misspelt, and their short forms. Both lists are
 * short on purpose: a name that is missing is merely compared with more care.
 */
final class GivenNames {

    private static final Set<String> KNOWN = new HashSet<>(java.util.List.of("""
            aaron abigail adam adele adrian adriana agnes aidan alan albert alec alejandra alejandro alessandra alessandro
            alex alexander alexandra alexandria alexis alfred alice alicia alina alison alistair allan allen allison amanda
            amber amelia amelie amir amy ana anastasia andre andrea andreas andres andrew andy angela angelica angelina
            angelo anita anja ann anna annabel annabelle anne annette annie anthony antoine anton antonia antonio ariana
            ariane arianna ariel arthur astrid audrey august augusta aurora austin ava barbara barry beatrice beatrix
            belinda ben benedict benjamin bernadette bernard bertha beth bethany bettina bianca bill billy blake bob bobby
            boris brad bradley brandon branden brenda brendan brian brianna bridget bruce bruno bryan caitlin caleb cameron
            camila camilla camille candice carina carl carla carlo carlos carmen carol carolina caroline carolyn carrie
            carsten casey cassandra cassidy catalina catarina catherine cathy cecilia cedric celeste celia celine chad
            chantal charlene charles charlie charlotte chelsea cheryl chiara chloe chris christa christian christiana
            christina christine christof christoph christopher cindy claire clara clarissa claude claudia claudine claudio
            clemens clement clementine colin connor conrad constance cora cordelia corinna corinne cornelia craig cristian
            cristina curtis cynthia daisy dale damian damien dan dana daniel daniela daniella danielle danny daria darius
            darren daryl dave david davide dawn dean deborah debra declan delia delilah denis denise dennis derek desmond
            diana diane diego dieter dilan dillon dimitri dina dominic dominik dominique donald donna dora doreen dorian
            doris dorothea dorothy doug douglas duncan dustin dylan eddie edgar edith edmund eduard eduardo edward edwin
            eileen elaine elba eleanor elena eli elias elijah elina elisa elisabeth elise eliza elizabeth ella ellen ellie
            eloise elsa elsie elvira emanuel emil emile emilia emilie emilio emily emma emmanuel enrico enrique eric erica
            erich erik erika erin ernest ernst esmeralda estelle esther ethan eugene eugenia eunice eva evan evangeline
            eve evelyn fabian fabienne fabio faith fatima federica federico felicia felicity felipe felix ferdinand
            fernanda fernando filip fiona flora florence florian frances francesca francesco francine francis francisco
            francois frank frankie franz fred freda frederic frederick frederik frida frieda gabriel gabriela gabriele
            gabriella gabrielle gareth gary gavin gemma geoff geoffrey georg george georgia georgina gerald geraldine
            gerard gerhard gertrude gillian gina giorgia giorgio giovanna giovanni gisela giulia giulio glenn gloria gordon
            grace graham grant greg gregor gregory greta gretchen guido gustav guy hailey hanna hannah hannes hans harold
            harriet harrison harry harvey hassan hazel heather hector heidi heinrich helen helena helene helga henri
            henrietta henrik henrike henry herbert herman hilary hilda holly howard hubert hugh hugo ian ibrahim ida ilona
            ilse imogen ines ingrid irene iris irma isaac isabel isabella isabelle isaiah ismael ivan ivana ivy jack
            jackie jackson jacob jacqueline jaime jake jakob james jamie jan jana jane janet janice janina jared jasmin
            jasmina jasmine jason jasper javier jay jean jeanette jeanne jeff jeffrey jenna jennie jennifer jenny jens
            jeremiah jeremy jerome jerry jesse jessica jessie jill jim jimmy joan joanna joanne jochen jodie joe joel
            joelle johan johann johanna johannes john johnny jon jonas jonathan jordan jorge jose josef josefine joseph
            josephine josh joshua joy joyce juan judith judy jules julia julian juliana juliane julie julien juliet
            julieta julietta juliette julio julius june justin justina justine kai kara karen karin karina karl karla
            karolina karoline kasper kate katharina katharine katherine kathleen kathryn kathy katie katja katrin katrina
            kay kayla keith kelly kelvin ken kenneth kerstin kevin kieran kim kimberly kira kirsten kirstin klara klaus
            konrad konstantin kristen kristian kristin kristina kristine kristof kurt kyle kyra lara larissa larry laura
            lauren laurence laurent lawrence lea leah leanne lee leila lena leo leon leona leonard leonardo leonie leopold
            leroy lesley leslie leticia levi lewis lia liam lidia lila lilian liliana lillian lily lina linda lindsay
            lindsey lionel lisa lise liv liz lloyd logan lois lola lora loren lorena lorenz lorenzo loretta lorna lorraine
            lottie louis louisa louise luca lucas lucia luciana luciano lucie lucien lucille lucinda lucy ludwig luis luisa
            luise lukas luke luna lydia lynn mabel madeleine madeline magdalena maggie maja malcolm mandy manuel manuela
            marc marcel marcela marcella marcelle marcia marco marcus margaret margarita margery margot marguerite maria
            mariah marian mariana marianna marianne mariano marie marielle marilyn marina mario marion marisa marius
            marjorie mark markus marlene marta martha martin martina marvin mary mason mateo mathew mathias mathilda
            mathilde matilda matt matteo matthew matthias maureen maurice max maxim maxime maximilian maya megan meghan
            melanie melina melinda melissa mercedes meredith mia micah michael michaela michaele michel michele michelle
            miguel mila milan mildred miles milena milo mina mira miranda miriam mitchell mohamed mohammed moira molly
            mona monica monika monique morgan moritz moses muhammad muriel myra myriam nadia nadine nancy naomi natalia
            natalie natasha nathalie nathan nathaniel neal neil nelson nicholas nick nicola nicolas nicole nigel nikita
            nikolai nikolas nils nina noah noel noelle nora norbert norma norman octavia olaf oleg olga oliver olivia
            olivier omar opal oscar oskar otto owen pablo paige pamela paola paolo pascal patrice patricia patricio patrick
            patrik paul paula pauline pavel pearl pedro peggy penelope penny perry petar peter petra phil philip philipp
            philippa philippe phillip phoebe phyllis pierre piotr pia polly priscilla rachel rafael ralf ralph ramon ramona
            randall randy raphael raquel raul ravi ray raymond rebecca regina reginald reinhard rene renata renate renee
            rhea rhoda rhonda ricardo riccardo richard rick rita rob robbie robert roberta roberto robin robyn rocco rod
            roderick rodney rodolfo rodrigo roger roland rolf roman romeo ron ronald rory rosa rosalie rosalind rosanna rose
            rosemarie rosemary rosie ross rowan roxanne roy ruben ruby rudolf rudolph rufus rupert russell ruth ryan sabina
            sabine sabrina sadie sally salma salvador sam samantha samir samuel samuele sandra sandro sara sarah sascha
            sasha saskia scott sean sebastian selena selina selma serena serge sergei sergio seth shane shannon sharon
            shaun shauna sheila shelby shelley sherry shirley sibylle sidney siegfried sienna silke silvia silvio simon
            simona simone sofia sofie sonia sonja sonya sophia sophie stacey stacy stan stanley stefan stefania stefanie
            stefano stella stephan stephane stephanie stephen steve steven stewart stuart sue summer susan susana susanna
            susanne suzanne sven svenja sybil sylvester sylvia sylvie tabea tabitha tamara tania tanja tanya tara tatiana
            tatjana taylor ted terence teresa terese terrence terry tess tessa thea theo theodor theodora theodore theresa
            therese theresia thomas tiffany till tim timothy tina tobias toby todd tom tommy toni tony tracey tracy travis
            trevor trina tristan trudy tyler ulrich ulrike ulrika uma una ursula uwe valentin valentina valentine valeria
            valerie vanessa vera verena verona veronica veronika veronique vicki vicky victor victoria viktor viktoria
            vincent vincenzo viola violet violetta virginia vivian viviana vivien vivienne vladimir waldo wallace walter
            wanda warren wayne wendy werner wesley wilfred wilhelm will willa willem william willow wilma winifred winston
            wolfgang xavier xenia yasmin yasmina yasmine yolanda yvette yvonne zachary zoe zoey
            """.split("\\s+")));

    private static final Map<String, Set<String>> SHORT = table("""
            abigail:abby alexander:alex,sasha,xander alexandra:alex,sandra,sasha andrew:andy,drew anthony:tony
            barbara:barb,babs benjamin:ben,benny,benji catherine:cathy,kate,cat katherine:kate,kathy,katie,kat,kit
            charles:charlie,chuck charlotte:charlie,lottie christina:chris,tina christine:chris,chrissy
            christopher:chris,topher daniel:dan,danny daniela:dani david:dave,davey deborah:deb,debbie,debby
            dorothy:dot,dottie edward:ed,eddie,ted,ned eleanor:ellie,nell,nora
            elizabeth:liz,lizzy,lizzie,beth,betty,eliza,lisa,libby,betsy,bess,ellie emily:em,emmy frances:fran,frankie
            francis:frank,frankie frederick:fred,freddie,freddy gabriel:gabe gabriella:gabby gerald:gerry,jerry
            geoffrey:geoff gregory:greg harold:harry,hal henry:harry,hank isabella:bella,izzy isabel:izzy,bella
            jacob:jake james:jim,jimmy,jamie jennifer:jen,jenny jessica:jess,jessie jeffrey:jeff john:jack,johnny
            jonathan:jon,jonny joseph:joe,joey joshua:josh judith:judy kenneth:ken,kenny kimberly:kim leonard:leo,len,lenny
            leonardo:leo lawrence:larry madeleine:maddie,maddy margaret:maggie,meg,peggy,greta,madge,marge matthew:matt
            maximilian:max michael:mike,mick,mickey,mikey nathaniel:nate,nat nathan:nate nicholas:nick,nicky nicole:nicky
            olivia:liv,livvy pamela:pam patricia:pat,patty,trish,tricia patrick:pat,paddy peter:pete philip:phil
            phillip:phil rachel:rach raymond:ray rebecca:becca,becky,beck richard:rick,dick,richie,ricky,rich
            robert:bob,rob,bobby,robbie,bert ronald:ron,ronnie samantha:sam,sammy samuel:sam,sammy sebastian:seb,bastian
            stephanie:steph stephen:steve steven:steve susan:sue,susie,suzy teresa:tess,terry theresa:tess,terry
            theodore:ted,theo,teddy thomas:tom,tommy timothy:tim,timmy valerie:val victoria:vicky,tori,vic,vicki
            vincent:vince,vinny virginia:ginny walter:walt,wally william:bill,will,billy,willy,liam zachary:zach,zack
            """);

    private GivenNames() {}

    private static Map<String, Set<String>> table(String text) {
        Map<String, Set<String>> table = new HashMap<>();
        for (String entry : text.strip().split("\\s+")) {
            int colon = entry.indexOf(':');
            table.put(
                    entry.substring(0, colon), Set.of(entry.substring(colon + 1).split(",")));
        }
        return table;
    }

    static boolean known(String word) {
        return KNOWN.contains(word) || SHORT.containsKey(word);
    }

    /** Whether {@code brief} is what somebody called {@code whole} is called for short. */
    static boolean isShort(String brief, String whole) {
        return SHORT.getOrDefault(whole, Set.of()).contains(brief);
    }
}
