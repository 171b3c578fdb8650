# What the test desk holds, in Request Tracker's own form of initial data. People and passwords are invented; the
# passwords are made by `run` for one run.
use utf8;

my %password = do {
    open my $file, '<', $ENV{GUICHET_DESKS_PASSWORDS} or die "passwords: $!";
    map { chomp; split / /, $_, 2 } <$file>;
};
my @otp = ( 'Assistance OTP', 'Assistance OTP - Niveau 2' );

@Queues = (
    {   Name => 'Assistance OTP', Description => 'Clés OTP, premier niveau',
        CorrespondAddress => 'assistance-otp@guichet.test', CommentAddress => 'assistance-otp-interne@guichet.test' },
    {   Name => 'Assistance OTP - Niveau 2', Description => 'Clés OTP, second niveau',
        CorrespondAddress => 'assistance-otp2@guichet.test', CommentAddress => 'assistance-otp2-interne@guichet.test' },
    # Without any of our fields: a console that is told to send here must refuse.
    { Name => 'Divers', Description => 'Le reste' },
);

# Who is there: agent and agent2 work, lecture only reads, aveugle works but does not see the field of our name for
# tickets, sansdroit may do nothing.
@Users = map { {
    Name => $_, EmailAddress => "$_\@guichet.test", Password => $password{$_}, Privileged => 1, Lang => 'fr',
} } qw(agent agent2 lecture aveugle sansdroit);

@Groups = (
    {   Domain => 'UserDefined', Name => 'Assistance', Members => { Users => [qw(agent agent2)] } },
);

my @single = ( 'Nom', 'Prénom', 'Fonction', "Service ou établissement d'affectation", 'Adresse mail académique',
    'Téléphone de rappel', 'Horaires de disponibilité' );

@CustomFields = (
    {   Name => 'UUID client', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket', ApplyTo => \@otp,
        Description => 'Nom du ticket chez le client', Pattern => '(?#UUID)^[0-9a-f-]{36}$' },
    (   map { { Name => $_, Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket', ApplyTo => \@otp } } @single ),
    { Name => "Messages d'erreur", Type => 'TextSingle', LookupType => 'RT::Queue-RT::Ticket', ApplyTo => \@otp },
    { Name => 'Comptes concernés', Type => 'FreeformMultiple', LookupType => 'RT::Queue-RT::Ticket', ApplyTo => \@otp },
    {   Name => 'Numéro de clé', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket', ApplyTo => \@otp },
    {   Name => 'Catégorie', Type => 'SelectSingle', LookupType => 'RT::Queue-RT::Ticket', ApplyTo => \@otp,
        Values => [ map { { Name => $_, SortOrder => 1 } } 'Perte ou vol', 'Désynchronisation', 'Clé n’est plus lisible' ] },
    {   Name => 'UUID opération', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket-RT::Transaction',
        ApplyTo => \@otp },
);

my @reads = qw(SeeQueue ShowTicket ShowTicketComments ShowOutgoingEmail);
my @works = qw(CreateTicket ReplyToTicket CommentOnTicket OwnTicket TakeTicket StealTicket ModifyTicket
    ModifyCustomField SetInitialCustomField DeleteTicket);
my @all = ( @otp, 'Divers' );

@ACL = (
    ( map { { GroupId => 'Assistance', GroupDomain => 'UserDefined', Right => $_ } } 'SeeCustomField', 'ModifySelf', 'ShowApprovalsTab' ),
    { UserId => 'lecture', Right => 'SeeCustomField' },
);
for my $queue (@all) {
    push @ACL,
        ( map { { GroupId => 'Assistance', GroupDomain => 'UserDefined', Queue => $queue, Right => $_ } } @reads, @works ),
        ( map { { UserId => 'aveugle', Queue => $queue, Right => $_ } } @reads, @works ),
        ( map { { UserId => 'lecture', Queue => $queue, Right => $_ } } @reads );
}
1;
