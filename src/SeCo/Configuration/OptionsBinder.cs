using System.Collections;
using System.Reflection;

namespace SeCo.Configuration;

/// <summary>Fills option records from YAML and from <c>key=value</c> overrides. Keys are the property names in snake case.</summary>
public static class OptionsBinder
{
    private static readonly Dictionary<Type, (Func<string, object?> Read, string Expected)> Scalars = new()
    {
        [typeof(string)] = (text => text, "a text"),
        [typeof(bool)] = (text => text is "true" or "yes" or "on" ? true : text is "false" or "no" or "off" ? false : null, "true or false"),
        [typeof(int)] = (text => int.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out int number) ? number : null, "a whole number"),
        [typeof(long)] = (text => long.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out long number) ? number : null, "a whole number"),
        [typeof(ulong)] = (text => ulong.TryParse(text, NumberStyles.None, Invariant, out ulong number) ? number : null, "a whole number from 0"),
        [typeof(double)] =
            (text => double.TryParse(text, NumberStyles.Float, Invariant, out double number) && double.IsFinite(number) ? number : null, "a number"),
    };

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    /// <summary>Reads options: the record's defaults, then the file, then the overrides in order.</summary>
    /// <typeparam name="T">A record of <c>init</c> properties, nested records and lists.</typeparam>
    /// <param name="path">The YAML file, or null for defaults only.</param>
    /// <param name="overrides">Overrides of the form <c>section.key=value</c>.</param>
    /// <exception cref="ConfigurationException">Unknown keys (with a suggestion) and values of the wrong kind, all reported together.</exception>
    public static T Load<T>(string? path, IEnumerable<string> overrides)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(overrides);
        ConfigurationNode root = path is null ? MappingNode.Empty("defaults") : YamlReader.ReadFile(path);
        return Bind(new T(), root, path ?? "settings", overrides);
    }

    /// <summary>Reads options from YAML text.</summary>
    /// <inheritdoc cref="Load{T}"/>
    public static T Parse<T>(string yaml, string source, IEnumerable<string> overrides)
        where T : class, new() => Bind(new T(), YamlReader.Read(yaml, source), source, overrides);

    /// <summary>Options with some values replaced; the given record stays as it is.</summary>
    /// <param name="options">The options.</param>
    /// <param name="overrides">Overrides of the form <c>section.key=value</c>.</param>
    /// <exception cref="ConfigurationException">Unknown keys and values of the wrong kind, all reported together.</exception>
    public static T Apply<T>(T options, IEnumerable<string> overrides)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(overrides);
        T copy = new();
        CopyInto(options, copy);
        return Bind(copy, MappingNode.Empty("--set"), "settings", overrides);
    }

    /// <summary>The key of a property: <c>StuffThreshold</c> is <c>stuff_threshold</c>, <c>MobileNetV2</c> is <c>mobilenet_v2</c> where so named.</summary>
    public static string KeyOf(MemberInfo member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return member.GetCustomAttribute<ConfigurationNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
    }

    internal static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.SetMethod is not null && p.GetCustomAttribute<NotConfigurableAttribute>() is null)
            .OrderBy(p => p.MetadataToken);

    internal static string NameOf(object enumValue) =>
        KeyOf(enumValue.GetType().GetField(enumValue.ToString()!)!);

    /// <summary>Fills options from values that were read already.</summary>
    /// <inheritdoc cref="Load{T}"/>
    internal static T Bind<T>(T options, ConfigurationNode root, string source, IEnumerable<string> overrides)
        where T : class
    {
        List<string> faults = [];
        if (root is not MappingNode mapping)
        {
            throw new ConfigurationException(source, ["expected named values (key: value) at the top."]);
        }

        foreach (string text in overrides)
        {
            Apply(mapping, text, faults);
        }

        Fill(options, mapping, string.Empty, faults);
        return faults.Count == 0 ? options : throw new ConfigurationException(source, faults);
    }

    private static void Apply(MappingNode root, string text, List<string> faults)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            faults.Add($"--set {text}: expected KEY=VALUE, as in --set correction.noise.noise_threshold=0.5");
            return;
        }

        string location = $"--set {text}";
        string[] path = text[..equals].Trim().Split('.');
        MappingNode node = root;
        foreach (string key in path[..^1])
        {
            if (!node.Values.TryGetValue(key, out ConfigurationNode? child) || child is not MappingNode)
            {
                child = MappingNode.Empty(location);
                node.Values[key] = child;
            }

            node = (MappingNode)child;
        }

        string value = text[(equals + 1)..];
        bool structured = value.StartsWith('[') || value.StartsWith('{');
        node.Values[path[^1]] = structured
            ? Relocate(YamlReader.Read(value, location), location)
            : new ScalarNode(value is "" or "null" or "~" ? null : value, location);
    }

    private static ConfigurationNode Relocate(ConfigurationNode node, string location) => node with { Location = location };

    private static void Fill(object target, MappingNode mapping, string prefix, List<string> faults)
    {
        Dictionary<string, PropertyInfo> properties = PropertiesOf(target.GetType()).ToDictionary(KeyOf, StringComparer.Ordinal);
        foreach ((string key, ConfigurationNode node) in mapping.Values)
        {
            if (!properties.TryGetValue(key.Replace('-', '_'), out PropertyInfo? property))
            {
                faults.Add($"{node.Location}: unknown key '{prefix}{key}'. {Suggestion.For(key, properties.Keys)}");
                continue;
            }

            if (node is ScalarNode { Value: null } && IsOptionalSection(property))
            {
                property.SetValue(target, null);
            }
            else if (TryConvert(node, property.PropertyType, property.GetValue(target), prefix + key, faults, out object? value))
            {
                property.SetValue(target, value);
            }
        }
    }

    private static bool TryConvert(ConfigurationNode node, Type type, object? current, string key, List<string> faults, out object? value)
    {
        Type? optional = Nullable.GetUnderlyingType(type);
        Type bare = optional ?? type;
        value = null;
        switch (node)
        {
            case ScalarNode { Value: null } when optional is not null || bare == typeof(string):
                return true;
            case ScalarNode { Value: null } when IsSection(bare):
                value = current;
                return true;
            case ScalarNode { Value: string text } when !IsSection(bare) && ElementOf(bare) is null:
                value = Scalar(text, bare);
                break;
            case ListNode list when ElementOf(bare) is Type element:
                IList items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
                foreach (ConfigurationNode item in list.Items)
                {
                    if (!TryConvert(item, element, null, key, faults, out object? converted))
                    {
                        return false;
                    }

                    items.Add(converted);
                }

                value = items;
                return true;
            case MappingNode child when IsSection(bare):
                value = Activator.CreateInstance(bare)!;
                CopyInto(current, value);
                Fill(value, child, key + ".", faults);
                return true;
        }

        if (value is not null)
        {
            return true;
        }

        string found = node switch { ScalarNode scalar => $"'{scalar.Value}'", ListNode => "a list", _ => "named values" };
        faults.Add($"{node.Location}: {key} is {found}, expected {Describe(bare)}.");
        return false;
    }

    // A section is replaced, never changed: two option records must not share one.
    private static void CopyInto(object? from, object into)
    {
        if (from is not null)
        {
            foreach (PropertyInfo property in PropertiesOf(into.GetType()))
            {
                property.SetValue(into, property.GetValue(from));
            }
        }
    }

    private static object? Scalar(string text, Type type) => ChoicesOf(type) is { } choices
        ? choices.FirstOrDefault(choice => choice.Name == text.Replace('-', '_')).Value
        : Scalars.TryGetValue(type, out (Func<string, object?> Read, string Expected) scalar) ? scalar.Read(text) : null;

    internal static bool IsSection(Type type) =>
        type.IsClass && type != typeof(string) && ElementOf(type) is null && !type.IsAssignableTo(typeof(INamedOption));

    /// <summary>The values of an option that is chosen by name from classes; null for other types.</summary>
    internal static IEnumerable<INamedOption>? VariantsOf(Type type) => type.IsAssignableTo(typeof(INamedOption))
        ? (IEnumerable<INamedOption>)type.GetProperty("All", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!
        : null;

    // The same of enums too, with their names.
    private static IEnumerable<(string Name, object? Value)>? ChoicesOf(Type type) => type.IsEnum
        ? type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (KeyOf(field), field.GetValue(null)))
        : VariantsOf(type)?.Select(variant => (variant.Name, (object?)variant));

    /// <summary>A section that may be absent: null, then, is a value of its own.</summary>
    internal static bool IsOptionalSection(PropertyInfo property) =>
        IsSection(property.PropertyType) && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    internal static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static string Describe(Type type) =>
        ChoicesOf(type) is { } choices ? "one of " + string.Join(", ", choices.Select(choice => choice.Name))
        : ElementOf(type) is not null ? "a list, as in [a, b]"
        : IsSection(type) ? "named values"
        : Scalars.TryGetValue(type, out (Func<string, object?> Read, string Expected) scalar) ? scalar.Expected
        : "a text";
}
