/** As the Kubernetes API names them in a pod's status. */
export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';
