namespace Multiscale.Modeling;

/// <summary>What the event code of one instance sees: its column entries, its place, and the connection the event came by.</summary>
public unsafe struct EventFrame
{
    public double** Columns { get; set; }

    public double** Places { get; set; }

    public double* Uniforms { get; set; }

    public int Instance { get; set; }

    public int Place { get; set; }

    /// <summary>Arguments of NET_RECEIVE: the weights and variables of the connection.</summary>
    public double* Arguments { get; set; }

    /// <summary>0 for events of connections, otherwise what net_send or WATCH gave.</summary>
    public double Flag { get; set; }
}

/// <summary>What event code asks of its simulator.</summary>
public interface IEventHost
{
    /// <summary>net_send: an event to the instance itself.</summary>
    void Send(int instance, double time, double flag);

    /// <summary>net_move: the event under way moves to another time.</summary>
    void Move(int instance, double time);

    /// <summary>net_event: tells all who listen to the instance.</summary>
    void Fire(int instance, double time);

    /// <summary>WATCH: forgets what the instance watched, then it watches these conditions.</summary>
    void Watch(int instance, ReadOnlySpan<int> conditions);

    /// <summary>FOR_NETCONS: connections to the instance.</summary>
    int ConnectionsOf(int instance);

    unsafe double* ArgumentsOf(int instance, int connection);
}

/// <summary>Event code of a mechanism.</summary>
public unsafe delegate void EventMethod(EventFrame* frame, IEventHost host);

/// <summary>Left side less right side of a watched condition, so that above zero is true; and the flag it sends.</summary>
public unsafe delegate double WatchMethod(EventFrame* frame, int condition, out double flag);
