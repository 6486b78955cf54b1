package dev.sluice.scrub.detect;

/**
 * Words that stand after a label, a title or a greeting and are no names: of forms and their messages, of interfaces and
 * products, of code and logs. Kept apart from the rest of the vocabulary for its length alone.
 */
final class StopWords {
    static final String WORDS =
            // Words that hold a sentence together.
            """
            a an and any are as at be been but by can cannot can't could did do does don't for from had has have how if in into
            is isn't it its itself just might must my near no nor not of off on once one only or other our ours out over
            shall she should so some such than that the their them then there these they this those through to too under until
            up us very was we were what when where which while who whom why with without won't would yes yet you your
            und oder nicht ist sind wird bitte sie ihr ihre ihren der die das ein eine kein keine für mit
            et ou non est sont vous votre vos notre nous pas pour avec les des une
            y o no es son usted su sus con por para los las una un
            non è sono per gli una suo sua com não você seu sua het een niet uw jouw voor met
            """
                    // Of forms.
                    + """
            required optional missing invalid valid empty blank unknown none null nil undefined nan true false n/a na tbd todo
            test testing example sample demo dummy placeholder default defaults error errors failed failure success
            successful pending active inactive enabled disabled allowed denied accepted rejected approved verified unverified
            new old updated created deleted removed added changed saved sent received open closed complete completed
            incomplete available unavailable expired cancelled canceled confirmed confirmation processing processed
            string number boolean integer int float double object array list map varchar text char date datetime timestamp
            function method class type value values key keys index id ids uuid email e-mail mail phone telephone tel mobile
            fax address street city state zip postcode country age gender sex dob birthday date name names first last middle
            full surname lastname firstname username password login account field fields label form input select option
            please enter choose provide check must cannot minimum maximum length characters letters short long
            company companies organization organisation inc ltd llc llp gmbh ag corp corporation co plc sa srl spa bv nv oy ab
            kg ohg
            welt monde mundo mondo wereld världen świecie mi mon mein meine proyecto projekt projet projeto progetto dark
            light mode theme
            jahr jahre monat woche kapitel abschnitt seite schritt nummer zeile
            taken reserved müşteri müşterimiz müşterilerimiz kullanıcı ügyfelünk ügyfelek vásárlónk vásárlóink zákazníku zákazníci
            клиент клиенты клієнт клієнте клієнти друзья друзі client clienți pelanggan semua bạn asiakas asiakkaamme kund kunde
            ungültig pflichtfeld erforderlich fehlt leer requis obligatoire requerido obligatorio richiesto verplicht
            """
                    // Of interfaces.
                    + """
             read unread period pages screen view views viewed button click clicked link links menu tab tabs
            modal dialog panel section header footer sidebar banner card cards widget icon image photo video file files folder
            document documents report reports dashboard settings setting preferences profile home help support center centre
            service services team teams group groups department admin administrator administration manager management
            developer engineer engineering designer analyst director officer president assistant coordinator specialist
            consultant lead senior junior staff principal intern software hardware product products project projects plan
            plans feature features release releases version update upgrade download upload install search filter sort edit
            delete remove add save submit cancel close next previous back continue start stop run finish done skip apply reset
            retry refresh reload copy paste print share send reply forward log sign signup signin register subscribe
            unsubscribe checkout cart basket order orders payment payments invoice invoices billing shipping delivery
            purchase purchased prices pricing sale sales offer offers deal deals discount coupon promo promotion
            campaign newsletter message messages notification notifications alert alerts warning info information details
            detail summary overview total subtotal tax amount balance credit debit bank transfer transaction transactions
            subscription trial free pro plus premium basic standard advanced enterprise business starter professional
            """
                    // Of products, code and logs.
                    + """
            chrome safari firefox edge opera android ios iphone ipad macos mac windows linux ubuntu google apple microsoft
            amazon facebook twitter instagram linkedin github gitlab slack stripe paypal visa mastercard web mobile desktop
            app apps application applications browser device devices server servers client clients host database table column
            row query request response session sessions token cookie cache queue job jobs task tasks worker thread process
            event events action actions trigger flow workflow step steps stage pipeline build deploy deployment production
            staging development environment config configuration debug trace exception stack module package component
            components plugin api sdk http https url uri json xml html css sql data model models schema experiment variant
            control cohort survey flag flags metric metrics chart graph funnel insight insights event analytics tracking robot
            agent bot system user users customer customers member members guest guests visitor owner author patient contact
            contacts everyone everybody anyone someone nobody all folks friend friends guys reader readers subscriber
            subscribers colleague colleagues partner partners sir madam sirs santa diary world kitty siri alexa there again
            valued loyal hiring hr kunde kunden kundin damen herren team gäste freunde freund kollegen zusammen grüße grüßen
            client clients clientes cliente clienti klant klanten utilisateur usuario señores senhores madame messieurs
            today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january february march
             july september october november december spring autumn winter morning afternoon evening night
            day days week weeks month months year years hour hours minute minutes second seconds time times
            lifetime value portal success experience satisfaction care relations relationship segment journey onboarding
            feedback review reviews rating score tier level role roles status access permission permissions policy policies
            privacy terms conditions security safety general public private internal external global local remote universe
            united states kingdom america american european union international national royal
            """;

    private StopWords() {}
}
