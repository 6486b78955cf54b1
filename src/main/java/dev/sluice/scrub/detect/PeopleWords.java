package dev.sluice.scrub.detect;

import dev.sluice.scrub.text.WordTable;

/**
 * The vocabulary around names, in the languages that most events are written in. Titles, forms of address and labels
 * announce a name; the stop words are what stands after a label when no name does.
 */
final class PeopleWords {
    /** A title, in any case: {@code mr}. */
    static final int TITLE = 1;
    /** A title that is also a word, and counts with a capital only: {@code Don}. */
    static final int CAPITAL_TITLE = 1 << 1;
    /** A title that is hardly more than a letter, and counts with a capital and a dot only: {@code M.} */
    static final int DOTTED_TITLE = 1 << 2;
    /** Opens a letter: {@code Dear}. */
    static final int SALUTATION = 1 << 3;
    /** Opens a letter, but many other phrases too: {@code Hello}. */
    static final int GREETING = 1 << 4;
    /** Closes a letter: {@code regards}. */
    static final int FAREWELL = 1 << 5;
    /** Just "name": what it names is said by the word before it. */
    static final int NAME = 1 << 6;
    /** A label that says by itself that a person's name follows: {@code surname}. */
    static final int NAME_LABEL = 1 << 7;
    /** Somebody: {@code patient}. A label with a colon, and in {@code patient Jane Doe}. */
    static final int PERSON = 1 << 8;
    /** Somebody who may also be a company, a program or a role: {@code customer}. */
    static final int PARTY = 1 << 9;
    /** Before "name" it makes it a person's, and alone it means nothing: {@code full name}. */
    static final int QUALIFIER = 1 << 10;
    /** {@code heiße}, {@code me llamo}. */
    static final int CALLED = 1 << 11;
    /** What somebody did {@code by} whom follows. */
    static final int DONE = 1 << 12;

    static final int BY = 1 << 13;
    /** Label of an account's name. */
    static final int ACCOUNT = 1 << 14;
    /** The same, but it labels other things too: {@code login}. */
    static final int ACCOUNT_MAYBE = 1 << 15;
    /** Between a label and its colon: {@code name of the patient:}. */
    static final int FILLER = 1 << 16;
    /** Between a label and a name: {@code name is}. */
    static final int IS = 1 << 17;
    /** No part of a name. */
    static final int STOP = 1 << 18;
    /** A part of names that has no capital: {@code van}. */
    static final int PARTICLE = 1 << 19;
    /** Before a greeting's time of day: {@code good}. */
    static final int GOOD = 1 << 20;
    /** A greeting after {@link #GOOD}: {@code morning}. */
    static final int TIME_OF_DAY = 1 << 21;

    /** The sign of an address, spelled out. */
    static final int AT = 1 << 22;
    /** The dot of an address, spelled out. */
    static final int DOT = 1 << 23;

    /** After {@link #ENTERED}, before the name of an account. */
    static final int AS = 1 << 24;
    /** {@code logged in} and the like. */
    static final int ENTERED = 1 << 25;

    /** A title that names of works and brands have, too. */
    static final int WORD_TITLE = 1 << 26;

    static final int TITLES = TITLE | CAPITAL_TITLE | DOTTED_TITLE;
    static final int LABELS = NAME | NAME_LABEL | PERSON | PARTY;
    static final int ANNOUNCES = TITLES
            | SALUTATION
            | GREETING
            | FAREWELL
            | TIME_OF_DAY
            | LABELS
            | CALLED
            | BY
            | ACCOUNT
            | ACCOUNT_MAYBE
            | AS
            | AT;

    private static final WordTable TABLE = new WordTable.Builder()
            .add(
                    TITLE,
                    "mr mrs dr prof professor doctor herr herrn frau fräulein mme mlle monsieur madame mademoiselle messrs"
                            + " señor señora señorita srta sra dña doña signor signora signorina dott dottssa dottor"
                            + " dottoressa avv dhr mevr mevrouw meneer heer senhor senhora senhorita exmo exma sir rev"
                            + " shri smt kumari sayın hra rouva herra fröken vážený docteur maître professeur profesor"
                            + " profesora professore pane panie domnule doamnă domnul doamna anh chị ông cô السيد السيدة"
                            + " الأستاذ الدكتور דר श्री श्रीमती डॉ pastor rabbi imam г-н г-жа господин госпожа гражданин пан пані κύριος"
                            + " κυρία bapak encik tuan puan")
            .add(
                    CAPITAL_TITLE,
                    "ms miss mx lady lord don dona pan pani paní pán fr hr sr sig sigra geom ing mag capt sgt lt"
                            + " hon judge sister mw fru ibu khun señores captain senator")
            .add(WORD_TITLE, "miss lady lord don dona captain capt sgt judge sister senator sir")
            .add(DOTTED_TITLE, "m d mm p col gen maj κ")
            .add(
                    SALUTATION,
                    "dear liebe lieber geehrte geehrter cher chère estimado estimada querido querida gentile egregio"
                            + " prezado prezada caro cara geachte szanowny szanowna drogi droga kära käre kære kjære"
                            + " hyvä milý milá уважаемый уважаемая дорогой дорогая αγαπητέ αγαπητή kedves tisztelt vážená"
                            + " stimate stimată dragă шановний шановна любий дорога प्रिय عزيزي عزيزتي")
            .add(
                    GREETING,
                    "hi hello hey hallo moin servus bonjour bonsoir salut coucou hola ciao salve buongiorno buonasera olá"
                            + " oi beste hoi dag hej hei heia cześć ahoj merhaba selam welcome willkommen bienvenue"
                            + " bienvenido bienvenida benvenuto benvenuta welkom välkommen здравствуйте привет namaste"
                            + " greetings halo chào gửi yth вітаю привіт bună שלום مرحبا नमस्ते")
            .add(
                    GOOD,
                    "good guten goede goeden god gott buon buona bom boa buenos buenas dzień dobry dobrý bună jó добрый добрий selamat")
            .add(
                    TIME_OF_DAY,
                    "ziua seara napot estét день вечер вечір pagi siang malam morning afternoon evening day tag abend morgen middag dag kväll dia tarde días tardes den")
            .add(
                    FAREWELL,
                    "regards sincerely cheers thanks wishes faithfully truly yours grüßen grüße gruß gruss grüsse mfg lg vg"
                            + " cordialement saludos atentamente saluti cordiali atenciosamente cumprimentos abraços"
                            + " groet groeten groetjes hälsningar hälsning mvh hilsen pozdrawiam poważaniem pozdravem üdvözlettel tisztelettel"
                            + " уважением повагою terveisin ystävällisin saygılarımla stimă salam hormat trọng εκτίμηση"
                            + " בברכה تحياتي धन्यवाद")
            .add(
                    NAME,
                    "name nom nome nombre naam namn navn jméno név nimi isim ime नाम שם όνομα nama 姓名 名前"
                            + " お名前 氏名 이름 성명 성함 الاسم neve nume numele tên adı jmeno імʼя ім")
            .add(
                    NAME_LABEL,
                    "firstname lastname fullname surname forename givenname familyname middlename maidenname nickname"
                            + " customername clientname patientname contactname vorname nachname"
                            + " familienname geburtsname rufname zuname kundenname prénom prenom prénoms patronyme"
                            + " apellido apellidos cognome sobrenome apelido voornaam achternaam förnamn efternamn"
                            + " fornavn efternavn etternavn etunimi sukunimi příjmení vezetéknév keresztnév soyad soyadı ονοματεπώνυμο піб прізвище prenume prenumele"
                            + " prezime imię nazwisko имя фио отчество фамилия επώνυμο cardholdername accountholder displayname realname"
                            + " legalname recipientname sendername employeename membername guestname passengername")
            .add(
                    PERSON,
                    "patient patientin cardholder accountholder karteninhaber kontoinhaber inhaber inhaberin passenger"
                            + " passagier guest gast student employee mitarbeiter mitarbeiterin applicant antragsteller"
                            + " bewerber beneficiary begünstigter payee recipient empfänger empfängerin sender absender"
                            + " addressee adressat signer signatory signatur unterzeichner insured versicherter"
                            + " versicherte policyholder versicherungsnehmer tenant mieter mieterin ansprechpartner"
                            + " ansprechpartnerin kontaktperson contactpersoon titular titulaire intestatario"
                            + " destinataire expéditeur destinatario destinataria destinatário mittente remitente"
                            + " paciente paziente pasajero passageiro huésped hóspede ospite empleado funcionário"
                            + " dipendente medewerker patiënt pacjent pacient pasient potilas kontaktní odbiorca nadawca"
                            + " besteller bestellerin attn zhd spouse physician caller visitor attendee"
                            + " participant teilnehmer teilnehmerin traveller traveler driver fahrer holder пациент"
                            + " получатель отправитель ontvanger afzender mottagare avsändare modtager"
                            + " 患者 お客様名 联系人 收件人 收货人")
            .add(
                    PARTY,
                    "customer client user member owner signature author buyer seller contact kunde kundin klient klientin cliente"
                            + " klant käufer verkäufer eigentümer utilisateur acheteur vendeur propriétaire contacto"
                            + " contatto contato kontakt usuario usuário utente gebruiker kund användare bruger bruker"
                            + " asiakas klientka zákazník müşteri ügyfél клиент покупатель пользователь"
                            + " subscriber candidate manager doctor arzt médecin médico medico lead agent reporter"
                            + " requester assignee approver reviewer billed shipped 客户 顾客 고객")
            .add(
                    QUALIFIER,
                    "first last full given family middle maiden legal real nick display card cardholder holder your my his"
                            + " her their our billing shipping preferred birth whose mother's father's second complete"
                            + " mon votre son su mi tu il mio tuo seu meu mijn uw je mein ihr min ditt moje"
                            + " player visitor teacher nome nom nombre fulde kundens kundes asiakkaan ügyfél müşteri पूरा"
                            + " полное повне họ")
            .add(CALLED, "heiße heisse appelle llamo chiamo chamo heter hedder nazywam jmenuji зовут звати")
            .add(
                    DONE,
                    "signed witnessed approved requested invited submitted reviewed prepared referred reported accompanied"
                            + " authored written attended seen examined treated booked ordered purchased")
            .add(BY, "by")
            .add(
                    ACCOUNT,
                    "username loginname benutzername nutzername identifiant nombreusuario gebruikersnaam"
                            + " användarnamn brukernavn brugernavn käyttäjätunnus логин kullanıcıadı nickname nick"
                            + " screenname userlogin utilizador 用户名 ユーザー名 사용자명")
            .add(ACCOUNT_MAYBE, "user login handle usuario utente usuário utilisateur gebruiker benutzer")
            .add(
                    FILLER,
                    "of on the a for and y e et und en og och i de del der des della du do da la le el card patient customer"
                            + " client account holder kunden karteninhabers completo completa complet complète complete"
                            + " apellidos apellido cognome prénom prenom surname nachname vorname achternaam full first"
                            + " last person name names billing shipping s user titulaire titular và я lengkap الكامل מלא")
            .add(IS, "is ist est es è é er är on jest je")
            .add(
                    PARTICLE,
                    "van der den de la le du des von zu zur zum af av da das do dos di del della dello degli bin ibn binti"
                            + " bint ben abu ter ten op st san santa vom dalla lo el al y e i")
            .add(AS, "as als como")
            .add(ENTERED, "in authenticated angemeldet eingeloggt conectado ingelogd impersonating")
            .add(
                    AT,
                    "at arroba chiocciola arobase ät aet małpa zavináč собака kukac snabela klammeraffe apestaartje 골뱅이")
            .add(DOT, "dot punkt punto point ponto punt kropka piste tečka nokta точка pont prik punktum period 점")
            .add(STOP, StopWords.WORDS)
            .build();

    private PeopleWords() {}

    /** What the word {@code [from, to)} stands for. */
    static int of(byte[] b, int from, int to) {
        return TABLE.of(b, from, to);
    }

    static boolean is(byte[] b, int from, int to, int meaning) {
        return (TABLE.of(b, from, to) & meaning) != 0;
    }
}
